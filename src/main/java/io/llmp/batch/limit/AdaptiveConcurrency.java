package io.llmp.batch.limit;

/**
 * How many calls are in flight at once: all that are allowed, until the provider has too much to do. Then fewer, and again
 * one more for each round of answers (additive increase, multiplicative decrease; RFC 5681), or one more for each answer
 * after the provider was away.
 *
 * <p>Latency tells load only together with throughput, since it depends on what is asked: it varies by its nature, and a
 * healthy provider takes longer for longer answers. So when it has doubled and throughput has not grown, fewer calls are
 * tried for a while, and kept only if throughput does not suffer by it. Not safe for use by several threads.
 */
final class AdaptiveConcurrency {

    private static final double BACKED_OFF = 0.9;
    private static final double TRIED = 0.7;
    /** Halfway between no loss of throughput and a loss in proportion to the calls in flight. */
    private static final double SUFFERED = 0.85;

    private static final double LOADED = 2;
    private static final double GROWN = 1.1;
    /** Answers, for each slot, that are averaged: the mean of 10 × 16 log-normal latencies of sigma 0.8 varies by 7 %. */
    private static final int ROUNDS = 10;

    private static final int LEAST_ANSWERS = 200;

    private int most;
    private double bound;
    private double limit;
    private double quickUpTo;
    private long cutAt;

    private long windowStart;
    private int answers;
    private double latencies;
    private double calmLatency = Double.POSITIVE_INFINITY;
    private double calmThroughput;
    private boolean wasLoaded;
    private double boundBeforeTrial;
    private double throughputBeforeTrial;

    AdaptiveConcurrency(int most, long now) {
        this.most = most;
        this.bound = most;
        this.limit = most;
        this.cutAt = now;
        this.windowStart = now;
    }

    int limit() {
        return (int) limit;
    }

    /** From now on allows so many calls; what was found to be less stays. */
    void allow(int calls) {
        bound = bound == most ? calls : Math.min(bound, calls);
        limit = limit == most ? calls : Math.min(limit, calls);
        boundBeforeTrial = Math.min(boundBeforeTrial, calls);
        most = calls;
    }

    /** Takes note of an answer that took {@code latency} nanoseconds while so many calls were in flight, it included. */
    void answered(long latency, int inFlight, long now) {
        if (inFlight * 2 >= limit()) {
            limit = Math.min(bound, limit + (limit < quickUpTo ? 1 : 1 / limit));
        }
        boolean busy = inFlight * 4 >= limit() * 3;
        if (!busy) {
            startWindow(now);
            return;
        }
        answers++;
        latencies += latency;
        if (answers >= Math.max(LEAST_ANSWERS, ROUNDS * limit())) {
            weigh(latencies / answers, answers / (double) Math.max(1, now - windowStart));
            startWindow(now);
        }
    }

    /** A call that began {@code begun} showed that the provider has too much to do; those under way by then count once. */
    void overloaded(long begun, long now) {
        if (begun >= cutAt) {
            cutAt = now;
            limit = Math.max(1, limit * BACKED_OFF);
            quickUpTo = 0;
            startWindow(now);
        }
    }

    /** The provider was away: begins again with one call. */
    void restart(long now) {
        limit = 1;
        bound = most;
        quickUpTo = most;
        boundBeforeTrial = 0;
        startWindow(now);
    }

    private void weigh(double latency, double throughput) {
        boolean loaded = latency > LOADED * calmLatency && throughput <= GROWN * calmThroughput;
        if (boundBeforeTrial > 0) {
            judgeTrial(throughput);
        } else if (loaded && wasLoaded && limit >= 2) {
            boundBeforeTrial = bound;
            throughputBeforeTrial = throughput;
            bound = TRIED * limit;
            limit = bound;
        } else if (!loaded) {
            bound = Math.min(most, bound / BACKED_OFF);
        }
        // The first such window may have begun before the load did, and so say too much of the throughput under it.
        wasLoaded = loaded;
        if (latency < calmLatency) {
            calmLatency = latency;
            calmThroughput = throughput;
        }
    }

    /** Gives the calls back if they were of use; then what looked like load is how long answers take now. */
    private void judgeTrial(double throughput) {
        if (throughput < SUFFERED * throughputBeforeTrial) {
            bound = boundBeforeTrial;
            limit = bound;
            calmLatency = Double.POSITIVE_INFINITY;
        }
        boundBeforeTrial = 0;
    }

    private void startWindow(long now) {
        windowStart = now;
        answers = 0;
        latencies = 0;
    }
}
