package io.llmp.bench.peer;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Asks a model about every row of a CSV file, with a plain Spring Batch and Spring AI step. The same command goes on with
 * what an execution that died has left.
 *
 * <pre>java -jar peer.jar --peer.home=DIRECTORY --peer.input=FILE.csv --spring.ai.openai.base-url=URL</pre>
 */
@SpringBootApplication
public class Peer {

    public static void main(String[] arguments) throws Exception {
        boolean isComplete;
        try (ConfigurableApplicationContext context = SpringApplication.run(Peer.class, arguments)) {
            String input = context.getEnvironment().getRequiredProperty("peer.input");
            JobParameters parameters =
                    new JobParametersBuilder().addString("input", input).toJobParameters();
            isComplete = !run(context, parameters).getStatus().isUnsuccessful();
        }
        System.exit(isComplete ? 0 : 1);
    }

    private static JobExecution run(ConfigurableApplicationContext context, JobParameters parameters) throws Exception {
        Job job = context.getBean(Job.class);
        JobOperator operator = context.getBean(JobOperator.class);
        JobExecution last = context.getBean(JobRepository.class).getLastJobExecution(job.getName(), parameters);
        if (last != null && last.isRunning()) {
            // Its process is dead: nobody else works in this directory.
            operator.recover(last);
        }
        return operator.start(job, parameters);
    }
}
