package io.llmp.batch.run.step;

import io.llmp.batch.answer.PreparedItem;
import io.llmp.batch.export.Exporter;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.Split;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.control.RunScope;
import java.util.concurrent.Semaphore;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Builds the Spring Batch job of one execution of a run: plan the splits, answer them several at a time, export. No step
 * holds a database transaction while it works; records commit by themselves.
 */
public final class RunJob {

    static final String NAME = "llmp";

    private final JobRepository jobs;
    private final JobRecordStore records;
    private final RunStore runs;
    private final SplitStore splits;
    private final Exporter exporter;
    private final ResourcelessTransactionManager noTransactions = new ResourcelessTransactionManager();

    public RunJob(JobRepository jobs, JobRecordStore records, RunStore runs, SplitStore splits, Exporter exporter) {
        this.jobs = jobs;
        this.records = records;
        this.runs = runs;
        this.splits = splits;
        this.exporter = exporter;
    }

    public Job build(RunScope scope) {
        return new JobBuilder(NAME, jobs)
                .start(planStep(scope))
                .next(answerStep(scope))
                .next(exportStep(scope))
                .listener(new FailureMarker(scope.watch().control()))
                .build();
    }

    /** Goes again in every execution: whether there is a plan, the store says, and not the status of a step. */
    private Step planStep(RunScope scope) {
        return new StepBuilder("plan", jobs)
                .tasklet(
                        (contribution, context) -> {
                            RunPlan.make(scope, splits);
                            return RepeatStatus.FINISHED;
                        },
                        noTransactions)
                .allowStartIfComplete(true)
                .build();
    }

    /**
     * Every execution goes through all splits again and leaves out what has a record: the records alone say what is done,
     * and reading a row costs next to nothing beside asking about it.
     */
    private Step answerStep(RunScope scope) {
        SplitPartitioner partitioner = new SplitPartitioner(scope.watch().progress(), () -> RunPlan.of(scope, splits));
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("split-");
        Semaphore room = new Semaphore(Splitting.admitted(scope.calls().slots()), true);
        // Nothing is begun any more by then, so that nobody has to wait for room.
        scope.watch().control().onDrop(() -> room.release(Integer.MAX_VALUE / 2));
        return new StepBuilder("answer", jobs)
                .partitioner("answer", partitioner)
                .partitionHandler(new SplitPartitionHandler(
                        (partition, turn) -> splitStep(
                                scope, room, partitioner.plan().split(partition.getStepName()), partition, turn),
                        threads))
                .listener(partitioner)
                .allowStartIfComplete(true)
                .build();
    }

    private Step splitStep(
            RunScope scope, Semaphore room, Split split, StepExecution partition, SplitPartitionHandler.Turn turn) {
        LlmItemWriter writer = new LlmItemWriter(
                new ItemAnswers(scope, split.number()), scope.watch().control(), room, partition);
        return new StepBuilder(partition.getStepName(), jobs)
                .<Item, PreparedItem>chunk(Splitting.chunk(scope.calls().slots()))
                .transactionManager(noTransactions)
                .reader(new SplitItemReader(
                        each -> scope.source()
                                .limit()
                                .around(scope.source().dataset().open(each)),
                        split,
                        records,
                        scope.run().id(),
                        items -> {
                            turn.end();
                            writer.inputEnded(items);
                        }))
                .processor(scope.source().processor())
                .writer(writer)
                .listener(new SplitEvents(scope, splits, split.number(), writer))
                .build();
    }

    /** Goes again in every execution: a run that failed after its export has other records now. */
    private Step exportStep(RunScope scope) {
        return new StepBuilder("export", jobs)
                .tasklet((contribution, context) -> export(scope, contribution), noTransactions)
                .allowStartIfComplete(true)
                .build();
    }

    private RepeatStatus export(RunScope scope, StepContribution contribution) {
        if (scope.watch().control().cause() != null) {
            // Ended by its last items: all have a record, and the run is not complete all the same.
            contribution.getStepExecution().setTerminateOnly();
            return RepeatStatus.FINISHED;
        }
        scope.watch().progress().enter(RunProgress.Phase.EXPORTING);
        RunId run = scope.run().id();
        exporter.export(
                run,
                RunPlan.of(scope, splits).items(),
                scope.result(),
                scope.source()::dataset,
                () -> runs.exported(scope.lease()));
        return RepeatStatus.FINISHED;
    }

    /** Lets the job fail, rather than stop, when the run was ended because continuing made no sense. */
    private record FailureMarker(RunControl control) implements JobExecutionListener {

        @Override
        public void afterJob(JobExecution execution) {
            if (control.cause() instanceof RunControl.Fatal fatal) {
                execution.setStatus(BatchStatus.FAILED);
                execution.setExitStatus(ExitStatus.FAILED.addExitDescription(fatal.problem()));
            }
        }
    }
}
