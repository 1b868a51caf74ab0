package io.llmp.batch.cli.progress;

import io.llmp.batch.limit.Ticker;
import io.llmp.batch.record.SkipReason;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;

/**
 * Skips by reason, counted by reading every record of a run, which takes 5 s of CPU for a million of them. So it is done aside,
 * only when there are more skips or fewer, and so seldom that it takes 2 % of the time, however large the run. Safe for use by
 * many threads.
 */
final class SeldomCount {

    /** Time left alone after a count, as a multiple of what the count took. */
    private static final int REST = 50;

    private final Executor aside;
    private Map<SkipReason, Long> counted = Map.of();
    private long skipped;
    private boolean counting;
    private long ended;
    /** At first none at all, whatever the clock says. */
    private long rest = Long.MIN_VALUE;

    /** @param aside does the counting */
    SeldomCount(Executor aside) {
        this.aside = aside;
    }

    /**
     * Returns the skips by reason as they were when they were last counted.
     *
     * @param now how many are skipped at the moment
     * @param count counts them by reason
     */
    Map<SkipReason, Long> at(long now, Ticker ticker, Supplier<Map<SkipReason, Long>> count) {
        if (isDue(now, ticker.nanos())) {
            aside.execute(() -> count(now, ticker, count));
        }
        return counted();
    }

    private synchronized Map<SkipReason, Long> counted() {
        return counted;
    }

    private synchronized boolean isDue(long now, long nanos) {
        if (counting || now == skipped || nanos - ended < rest) {
            return false;
        }
        counting = true;
        return true;
    }

    private void count(long now, Ticker ticker, Supplier<Map<SkipReason, Long>> count) {
        long begin = ticker.nanos();
        Map<SkipReason, Long> found = null;
        try {
            found = count.get();
        } catch (DataAccessException e) {
            // The store is away; whoever looks at the run notices that as well, and a later look counts again.
        }
        synchronized (this) {
            counting = false;
            ended = ticker.nanos();
            rest = REST * (ended - begin);
            if (found != null) {
                counted = found;
                skipped = now;
            }
        }
    }
}
