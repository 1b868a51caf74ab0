package io.llmp.batch.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;

class JobExecutionsTest {

    private final ProblemException changed = ProblemException.failed("The input changed.", "Start again.");
    private final ProblemException damaged = ProblemException.failed("Rows 1 to 9 are damaged.", "Copy the file.");

    @Test
    void findsTheProblemAmongAllFailuresInWhateverOrderTheyAre() {
        List<Throwable> failures = new ArrayList<>(List.of(
                new JobExecutionException("Partition handler returned an unsuccessful step"),
                new IllegalStateException("step failed", damaged),
                new IllegalStateException("no words"),
                new RuntimeException(new RuntimeException(changed))));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(failures, new Random(seed));
            assertThat(JobExecutions.problem(execution(failures))).isSameAs(damaged);
        }
    }

    @Test
    void withoutAProblemNamesAFailureThatIsMoreThanTheFailureOfAnother() {
        IllegalStateException broken = new IllegalStateException("broken");
        List<Throwable> failures = new ArrayList<>(
                List.of(new JobExecutionException("Partition handler returned an unsuccessful step"), broken));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(failures, new Random(seed));
            assertThat(JobExecutions.problem(execution(failures))).hasCause(broken);
        }
        assertThat(JobExecutions.problem(execution(List.of()))).hasMessageContaining("the job ended as");
    }

    private static JobExecution execution(List<Throwable> failures) {
        JobExecution execution = new JobExecution(1, new JobInstance(1, RunJob.NAME), new JobParameters());
        failures.forEach(execution::addFailureException);
        return execution;
    }
}
