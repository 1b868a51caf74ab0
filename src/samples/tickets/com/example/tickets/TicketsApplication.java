package com.example.tickets;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.RunResult;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.control.RunWatcher;
import io.llmp.batch.run.Runs;
import io.llmp.batch.run.spec.Tuning;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.file.TemplateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * An application with a database and a nightly job of its own, which has its tickets triaged by LLMP Batch. Works on the
 * template {@code template.yaml} and the rows of the files that its arguments name, after those that start with dashes.
 */
@SpringBootApplication
public class TicketsApplication {

    /** The application's own job, in its own database; Spring Boot starts it with the application. */
    @Bean
    Job cleanUp(JobRepository jobs, PlatformTransactionManager transactions) {
        return new JobBuilder("clean-up", jobs)
                .start(new StepBuilder("clean-up", jobs)
                        .tasklet((contribution, context) -> RepeatStatus.FINISHED, transactions)
                        .build())
                .build();
    }

    public static void main(String[] args) {
        try (ConfigurableApplicationContext context = SpringApplication.run(TicketsApplication.class, args)) {
            context.getBean(TemplateRegistry.class).apply(TemplateFile.read(Path.of("template.yaml")), "template.yaml");
            for (String input : args) {
                if (!input.startsWith("--")) {
                    triage(context.getBean(Runs.class), input);
                }
            }
        }
    }

    private static void triage(Runs runs, String input) {
        try {
            RunResult result = runs.start(spec(input), new RunControl(), new Watcher());
            System.out.println(input + " " + result.run().status() + " " + result.run().counts().succeeded());
        } catch (ProblemException e) {
            System.out.println(input + " " + e.problem() + " " + e.remedy());
        }
    }

    private static RunSpec spec(String input) {
        return new RunSpec(
                new TemplateRef("ticket-triage", null),
                new RunSpec.Input(input, null, StandardCharsets.UTF_8, ',', RunSpec.Empty.FAIL),
                new RunSpec.Output("out-" + input, null, false, false),
                new RunSpec.Model("simulator", null, null),
                Tuning.NONE,
                null,
                null,
                false,
                true,
                false);
    }

    private static final class Watcher implements RunWatcher {

        @Override
        public void begins(Run run, boolean resumed, String note, RunProgress progress) {
            System.out.println("run " + run.id().value() + " begins");
        }

        @Override
        public void warns(String warning) {
            System.out.println(warning);
        }
    }
}
