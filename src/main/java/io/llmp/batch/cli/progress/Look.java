package io.llmp.batch.cli.progress;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.control.RunProgress;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A look at a run while it is worked on.
 *
 * @param run the run, as it was when it began or was last read
 * @param moment how far it is
 * @param perSecond rows done in a second, of late
 * @param elapsed time since the first look
 */
record Look(Run run, RunProgress.Snapshot moment, double perSecond, Duration elapsed) {

    /**
     * Looks from another process, which sees what is stored: no calls and no waits.
     *
     * @param before the counts at the first look
     * @param skips skipped rows of the whole run by reason
     */
    static Look at(Run run, RunCounts before, Map<SkipReason, Long> skips, double perSecond, Duration elapsed) {
        RunProgress.Phase phase = run.items() == null ? RunProgress.Phase.PLANNING : RunProgress.Phase.ANSWERING;
        RunProgress.Tally tally = new RunProgress.Tally(skips, 0, 0, 0, Map.of());
        return new Look(
                run,
                new RunProgress.Snapshot(phase, run.items(), run.counts(), before, tally, 0, null),
                perSecond,
                elapsed);
    }

    long done() {
        return moment.counts().done();
    }

    /** Rows that are not done, or null as long as the rows are not counted. */
    @Nullable
    Long left() {
        return moment.items() == null ? null : Math.max(0, moment.items() - done());
    }

    /** Returns when all will be done at the rate of late; null when that cannot be told. */
    @Nullable
    Duration timeLeft() {
        Long left = left();
        return left == null || perSecond <= 0 ? null : Duration.ofMillis((long) (left * 1000 / perSecond));
    }

    /** Returns what all rows will cost if the rest costs what this execution's did; null when that cannot be told. */
    @Nullable
    BigDecimal projectedCost() {
        Long left = left();
        long seen = done() - moment.before().done();
        if (left == null || seen <= 0 || moment.counts().unpriced() > 0) {
            return null;
        }
        BigDecimal spent = moment.counts().cost().subtract(moment.before().cost());
        BigDecimal rest =
                spent.multiply(BigDecimal.valueOf(left)).divide(BigDecimal.valueOf(seen), 8, RoundingMode.HALF_UP);
        return moment.counts().cost().add(rest);
    }
}
