package io.llmp.batch.cli;

import io.llmp.batch.limit.Ticker;
import io.llmp.batch.record.SkipReason;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Skips by reason, counted by reading every record of a run: only when there are more or fewer, and so seldom that it takes
 * 2 % of the time, however large the run. Not safe for use by several threads.
 */
final class SeldomCount {

    /** Time left alone after a count, as a multiple of what the count took. */
    private static final int REST = 50;

    private Map<SkipReason, Long> counted = Map.of();
    private long skipped;
    private long ended;
    /** At first none at all, whatever the clock says. */
    private long rest = Long.MIN_VALUE;

    /**
     * Returns the skips by reason, as they are or as they were a while ago.
     *
     * @param now how many are skipped at the moment
     * @param count counts them by reason
     */
    Map<SkipReason, Long> at(long now, Ticker ticker, Supplier<Map<SkipReason, Long>> count) {
        long begin = ticker.nanos();
        if (now != skipped && begin - ended >= rest) {
            counted = count.get();
            skipped = now;
            ended = ticker.nanos();
            rest = REST * (ended - begin);
        }
        return counted;
    }
}
