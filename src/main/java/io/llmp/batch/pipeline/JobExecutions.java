package io.llmp.batch.pipeline;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;

/** Executes a run's job in Spring Batch: the run is the job instance, told by its name, and by how often it was complete. */
final class JobExecutions {

    private static final Set<BatchStatus> FINAL =
            EnumSet.of(BatchStatus.COMPLETED, BatchStatus.ABANDONED, BatchStatus.UNKNOWN);

    private final JobOperator operator;
    private final JobRepository jobs;

    JobExecutions(JobOperator operator, JobRepository jobs) {
        this.operator = operator;
        this.jobs = jobs;
    }

    /** Begins or goes on with the run's job and returns when this execution has ended, however it has. */
    JobExecution execute(Job job, Run run) {
        JobParameters parameters = parameters(run);
        recoverDead(parameters);
        try {
            return operator.start(job, parameters);
        } catch (JobExecutionException e) {
            throw new IllegalStateException("Spring Batch does not start the job of run " + run.id(), e);
        }
    }

    /**
     * Returns what tells the run's job instance: a complete one cannot be gone on with, so a run that is gone on with all the
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
                operator.recover(last);
            }
        }
    }

    static boolean isComplete(JobExecution execution) {
        return execution.getStatus() == BatchStatus.COMPLETED;
    }

    /** Returns what broke an execution, in words for the user. */
    static RuntimeException problem(JobExecution execution) {
        Optional<Throwable> first = execution.getAllFailureExceptions().stream().findFirst();
        for (Throwable e = first.orElse(null); e != null; e = e.getCause()) {
            if (e instanceof ProblemException problem) {
                return problem;
            }
        }
        return new IllegalStateException(
                "the job ended as " + execution.getStatus() + " "
                        + execution.getExitStatus().getExitDescription(),
                first.orElse(null));
    }
}
