package io.llmp.batch.run.control;

import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.SkipReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
     * @param counts the sums over all its records
     * @param before what these were when this execution began
     * @param tally what this execution alone did
     * @param slots calls that may be in flight at most
     * @param calls what the calls are doing, or null before the first
     */
    public record Snapshot(
            Phase phase,
            @Nullable Long items,
            RunCounts counts,
            RunCounts before,
            Tally tally,
            int slots,
            @Nullable CallerState calls) {}

    /**
     * What one execution did beyond its counts.
     *
     * @param skips skipped items by reason
     * @param repairs calls that asked again for an invalid answer
     * @param retries further calls about an item: after a passing failure, or with room for a longer answer
     * @param commits transactions in which records were stored
     * @param blocked for how long the next call waited, by what for; measured by looking several times a second
     */
    public record Tally(
            Map<SkipReason, Long> skips,
            long repairs,
            long retries,
            long commits,
            Map<CallerState.Obstacle, Duration> blocked) {
        public Tally {
            skips = Map.copyOf(skips);
            blocked = Map.copyOf(blocked);
        }
    }

    private final Map<SkipReason, Long> skips = new EnumMap<>(SkipReason.class);
    private final Set<String> otherModels = new HashSet<>();
    private final Map<CallerState.Obstacle, Duration> blocked = new EnumMap<>(CallerState.Obstacle.class);
    private Phase phase = Phase.PLANNING;
    private @Nullable Long items;
    private RunCounts counts = RunCounts.NONE;
    private RunCounts before = RunCounts.NONE;
    private long repairs;
    private long retries;
    private long commits;
    private int slots;
    private Supplier<@Nullable CallerState> calls = () -> null;

    /** Returns this moment; cheap enough to be asked several times a second. */
    public Snapshot now() {
        // Asked outside of the lock, so that a busy caller never holds up those who record.
        CallerState state = calls().get();
        synchronized (this) {
            Tally tally = new Tally(skips, repairs, retries, commits, blocked);
            return new Snapshot(phase, items, counts, before, tally, slots, state);
        }
    }

    public synchronized void begin(RunCounts kept, int mostCalls, Supplier<@Nullable CallerState> state) {
        counts = kept;
        before = kept;
        slots = mostCalls;
        calls = state;
    }

    public synchronized void enter(Phase next) {
        phase = next;
    }

    public synchronized void counted(long all) {
        items = all;
    }

    synchronized RunCounts recorded(JobRecord record) {
        counts = counts.plus(record);
        if (record.outcome() instanceof Outcome.Skipped skipped) {
            skips.merge(skipped.reason(), 1L, Long::sum);
        }
        CallCosts costs = record.costs();
        repairs += costs.repairs();
        retries += Math.max(0, costs.attempts() - 1 - costs.repairs());
        return counts;
    }

    /** Whether {@code model} answers for the first time instead of the one that was asked for. */
    public synchronized boolean isNews(String model) {
        return otherModels.add(model);
    }

    public synchronized void committed() {
        commits++;
    }

    synchronized void blocked(CallerState.Obstacle obstacle, Duration more) {
        blocked.merge(obstacle, more, Duration::plus);
    }

    private synchronized Supplier<@Nullable CallerState> calls() {
        return calls;
    }
}
