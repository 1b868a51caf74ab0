package io.llmp.batch.cli.progress;

import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.input.InputFingerprint;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.record.RunPricing;
import io.llmp.batch.record.RunState;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunTimes;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.control.RunProgress;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Looks at runs that are not there. */
public final class Looks {

    static final CallerState BUSY =
            new CallerState(62, 64, 180, CallerState.Obstacle.SLOTS, Duration.ZERO, 0.974, 0.412);

    private Looks() {}

    /** A run of 2,000 rows that had 200 records before, has {@code done} now, and costs a cent a row. */
    static Look at(long done, CallerState calls) {
        return at(RunProgress.Phase.ANSWERING, done, calls);
    }

    static Look at(RunProgress.Phase phase, long done, CallerState calls) {
        RunProgress.Tally tally = new RunProgress.Tally(
                Map.of(SkipReason.INVALID_OUTPUT, 4L, SkipReason.MALFORMED_ROW, 2L), 3, 5, 100, Map.of());
        Long items = phase == RunProgress.Phase.PLANNING ? null : 2000L;
        return new Look(
                run(),
                new RunProgress.Snapshot(phase, items, counts(done), counts(200), tally, 64, calls),
                100,
                Duration.ofSeconds(12));
    }

    private static RunCounts counts(long done) {
        return new RunCounts(
                done - 6,
                0,
                6,
                done,
                new Usage(10 * done, 0, done),
                BigDecimal.valueOf(done).movePointLeft(2),
                0);
    }

    /** A run with that many answers. */
    public static Run runWith(long done) {
        return run(new RunCounts(done, 0, 0, done, Usage.NONE, BigDecimal.ZERO, 0));
    }

    /** A simulated run with that many answers. */
    public static Run simulated(long done) {
        return run(new RunCounts(done, 0, 0, done, Usage.NONE, BigDecimal.ZERO, 0), true);
    }

    private static Run run() {
        return run(RunCounts.NONE);
    }

    private static Run run(RunCounts counts) {
        return run(counts, false);
    }

    private static Run run(RunCounts counts, boolean simulated) {
        RunIdentity identity = new RunIdentity(
                new Provenance("triage", 3, "d", "openai", "gpt"),
                "in.csv",
                new InputFingerprint(1, "00"),
                "out.csv",
                null,
                null);
        return new Run(
                new RunId("abc"),
                identity,
                1,
                new RowSchema(List.of(), null),
                new RunPricing(simulated, List.of()),
                new RunState(RunStatus.RUNNING, null, 2000L, 1, 0, false, null),
                counts,
                new RunTimes(Instant.EPOCH, Instant.EPOCH, null));
    }
}
