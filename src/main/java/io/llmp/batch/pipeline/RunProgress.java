package io.llmp.batch.pipeline;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.RunCounts;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** How far a run is, for those who watch it. Safe for use by many threads. */
public final class RunProgress {

    /** What a run is busy with. */
    public enum Phase {
        PLANNING,
        ANSWERING,
        EXPORTING
    }

    /**
     * One moment of a run.
     *
     * @param items rows of the input, or null as long as they are not counted
     * @param before items that had a record before this execution
     * @param inFlight calls in flight
     */
    public record Moment(Phase phase, @Nullable Long items, RunCounts counts, long before, int inFlight) {}

    private Phase phase = Phase.PLANNING;
    private @Nullable Long items;
    private RunCounts counts = RunCounts.NONE;
    private long before;
    private IntSupplier inFlight = () -> 0;

    /** Returns this moment. */
    public synchronized Moment now() {
        return new Moment(phase, items, counts, before, inFlight.getAsInt());
    }

    synchronized void begin(RunCounts kept, IntSupplier callsInFlight) {
        counts = kept;
        before = kept.done();
        inFlight = callsInFlight;
    }

    synchronized void enter(Phase next) {
        phase = next;
    }

    synchronized void counted(long all) {
        items = all;
    }

    synchronized RunCounts recorded(JobRecord record) {
        counts = counts.plus(record);
        return counts;
    }
}
