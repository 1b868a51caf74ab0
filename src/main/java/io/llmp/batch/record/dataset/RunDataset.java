package io.llmp.batch.record.dataset;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.InputFingerprint;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Sha256;
import io.llmp.batch.input.SpacedMarks;
import io.llmp.batch.input.Split;
import io.llmp.batch.input.SplitPlan;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * The chosen rows of a run that nothing works on, in the order of its items. A split is a range of the rows, and starts at an
 * item of the run.
 *
 * <p>Records change only in an execution of their run, or when damaged ones are dropped. So the last execution and the counts
 * distinguish what the records are, without reading any.
 */
final class RunDataset implements Dataset {

    private static final int PAGE = 10_000;

    private final String name;
    private final Run run;
    private final RecordFilter filter;
    private final RowSchema schema;
    private final List<String> answers;
    private final RunStore runs;
    private final JobRecordStore records;

    /** @param answers the properties of answers that are columns */
    RunDataset(
            String name,
            Run run,
            RecordFilter filter,
            RowSchema schema,
            List<String> answers,
            RunStore runs,
            JobRecordStore records) {
        this.name = name;
        this.run = run;
        this.filter = filter;
        this.schema = schema;
        this.answers = List.copyOf(answers);
        this.runs = runs;
        this.records = records;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RowSchema schema() {
        return schema;
    }

    @Override
    public boolean hasRows() {
        return !records.itemsInInputOrder(run.id(), filter, 0, 1).isEmpty();
    }

    /** Counts no bytes: a database has no number for those of a run. */
    @Override
    public InputFingerprint fingerprint() {
        verifyUnchanged();
        return new InputFingerprint(0, Sha256.hex(name + "\0" + state(run)));
    }

    @Override
    public SplitPlan plan(long limit, LongUnaryOperator rowsPerSplit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1 but was " + limit);
        }
        SpacedMarks marks = marks(limit);
        verifyUnchanged();
        FileIndex index = new FileIndex(marks.rows(), marks.list(), null);
        List<String> warnings = run.simulated() && !answers.isEmpty()
                ? List.of("The answers of run " + run.id() + " are a simulator's.")
                : List.of();
        return SplitPlan.of(List.of(index), marks.rows(), rowsPerSplit.applyAsLong(marks.rows()), warnings);
    }

    /** Returns where rows are, by the index of their items. */
    private SpacedMarks marks(long limit) {
        SpacedMarks marks = new SpacedMarks();
        long next = 0;
        while (marks.rows() < limit) {
            List<JobRecordStore.ItemRef> page =
                    records.itemsInInputOrder(run.id(), filter, next, (int) Math.min(PAGE, limit - marks.rows()));
            if (page.isEmpty()) {
                return marks;
            }
            for (JobRecordStore.ItemRef item : page) {
                if (!item.whole()) {
                    throw leftOut(item.index());
                }
                marks.add(item.index());
            }
            next = page.get(page.size() - 1).index() + 1;
        }
        return marks;
    }

    private ProblemException leftOut(long item) {
        return ProblemException.invalid(
                "Row " + item + " of run " + run.id() + " was too large to be kept: its record leaves out values.",
                "Write the run's output with " + Operation.EXPORT_RUN.on(run.id())
                        + ", and give that file as the input.");
    }

    @Override
    public ItemCursor open(Split split, long from) {
        if (split.file() != 0) {
            throw new IllegalArgumentException("split's file must be 0 but was " + split.file());
        }
        if (from < split.firstItem() || from > split.firstItem() + split.items()) {
            throw new IllegalArgumentException("from must be in " + split + " but was " + from);
        }
        verifyUnchanged();
        RecordCursor cursor = new RecordCursor(records, run.id(), filter, answers, split, this::verifyUnchanged);
        cursor.skip(from - split.firstItem());
        return cursor;
    }

    @Override
    public Overlap overlap(String output) {
        return output.equals(run.identity().output()) ? Overlap.REPLACES : Overlap.NONE;
    }

    private void verifyUnchanged() {
        if (runs.find(run.id()).filter(now -> state(now).equals(state(run))).isEmpty()) {
            throw ProblemException.failed(
                    "The input " + name + " changed while it was read: the run was continued or removed.",
                    "Start the run again when nothing works on its input; answers that are already paid for are reused.");
        }
    }

    private static String state(Run run) {
        return String.join(
                "\0",
                run.createdAt().toString(),
                Integer.toString(run.executions()),
                String.valueOf(run.startedAt()),
                Long.toString(run.counts().succeeded()),
                Long.toString(run.counts().reused()),
                Long.toString(run.counts().skipped()),
                Long.toString(run.counts().attempts()));
    }
}
