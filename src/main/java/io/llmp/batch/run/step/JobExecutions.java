package io.llmp.batch.run.step;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** Executes a run's job in Spring Batch: the run is the job instance, told by its name, and by how often it was complete. */
public final class JobExecutions {

    private static final Set<BatchStatus> FINAL = EnumSet.of(BatchStatus.COMPLETED, BatchStatus.ABANDONED);

    private final JobOperator operator;
    private final JobRepository jobs;

    public JobExecutions(JobOperator operator, JobRepository jobs) {
        this.operator = operator;
        this.jobs = jobs;
    }

    /** Starts or restarts the run's job and returns when this execution has ended, however it has. */
    public JobExecution execute(Job job, Run run) {
        JobParameters parameters = parameters(run);
        recoverDead(parameters);
        try {
            return operator.start(job, parameters);
        } catch (JobExecutionException e) {
            throw new IllegalStateException("Spring Batch does not start the job of run " + run.id(), e);
        }
    }

    /**
     * Returns what identifies the run's job instance: a complete one cannot be restarted, so a run that is continued all the
     * same gets another. Whether it is complete only Spring Batch knows: a process may die before the run is marked so.
     */
    private JobParameters parameters(Run run) {
        long retry = run.completions();
        JobParameters parameters = parameters(run, retry);
        while (isComplete(parameters)) {
            retry++;
            parameters = parameters(run, retry);
        }
        return parameters;
    }

    private static JobParameters parameters(Run run, long retry) {
        JobParametersBuilder parameters =
                new JobParametersBuilder().addString("run", run.id().value());
        return (retry > 0 ? parameters.addLong("retry", retry) : parameters).toJobParameters();
    }

    private boolean isComplete(JobParameters parameters) {
        JobInstance instance = jobs.getJobInstance(RunJob.NAME, parameters);
        JobExecution last = instance == null ? null : jobs.getLastJobExecution(instance);
        return last != null && isComplete(last);
    }

    /**
     * Marks as failed whatever of the last execution is marked as running: this process has the run's lease, so no other
     * works on it. A process may die between a job's end and that of its steps, so the job's own status does not tell.
     */
    private void recoverDead(JobParameters parameters) {
        JobInstance instance = jobs.getJobInstance(RunJob.NAME, parameters);
        if (instance != null) {
            JobExecution last = jobs.getLastJobExecution(instance);
            if (last != null && !FINAL.contains(last.getStatus())) {
                failUnknown(last);
                operator.recover(last);
            }
        }
    }

    /**
     * Marks as failed what ended as {@code UNKNOWN}, which Spring Batch neither recovers nor restarts. It means that the end of
     * a step or job could not be stored; here the records alone say what is done, so nothing depends on it.
     */
    private void failUnknown(JobExecution last) {
        for (StepExecution step : last.getStepExecutions()) {
            if (step.getStatus() == BatchStatus.UNKNOWN) {
                step.setStatus(BatchStatus.FAILED);
                jobs.update(step);
            }
        }
        if (last.getStatus() == BatchStatus.UNKNOWN) {
            last.setStatus(BatchStatus.FAILED);
            jobs.update(last);
        }
    }

    public static boolean isComplete(JobExecution execution) {
        return execution.getStatus() == BatchStatus.COMPLETED;
    }

    /**
     * Returns what broke an execution, in words for the user. A job has a failure for each step that broke, in no order, and
     * some only say that another did: a problem in any of them is the reason.
     */
    public static RuntimeException problem(JobExecution execution) {
        List<Throwable> failures = execution.getAllFailureExceptions();
        // The least by its words, so that the same failures always give the same reason.
        Optional<ProblemException> known =
                failures.stream().flatMap(JobExecutions::problems).min(Comparator.comparing(ProblemException::problem));
        return known.isPresent() ? known.get() : unexplained(execution, failures);
    }

    private static Stream<ProblemException> problems(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(ProblemException.class::isInstance)
                .map(ProblemException.class::cast)
                .limit(1);
    }

    private static IllegalStateException unexplained(JobExecution execution, List<Throwable> failures) {
        Throwable cause = failures.stream()
                .filter(failure -> !(failure instanceof JobExecutionException))
                .findFirst()
                .orElse(failures.isEmpty() ? null : failures.get(0));
        return new IllegalStateException(
                "the job ended as " + execution.getStatus() + " "
                        + execution.getExitStatus().getExitDescription(),
                cause);
    }
}
