package io.llmp.batch.limit;

import java.time.Duration;

/**
 * Distinguishes an outage from failures of single calls, and holds back calls while it lasts. It opens when 15 of the last 20
 * calls failed, each call counted once however often it fails: with fewer, retries cope, and half is reached by chance
 * where a third of all calls fail. Then one call at a time is let through, after a delay that
 * doubles, until one is answered. A provider that never answered has no outage: it was never there. Not safe for use by
 * several threads.
 */
public final class Breaker {

    private static final int SAMPLE = 20;
    private static final int TOO_MANY = 15;
    private static final int MASK = (1 << SAMPLE) - 1;

    private final Duration firstDelay;
    private final Duration mostDelay;
    private int failures;
    private int seen;
    private boolean answeredEver;
    private boolean open;
    private boolean probing;
    private long openedAt;
    private long openBefore;
    private long probeAt;
    private long delay;
    private int outages;

    /**
     * @param firstDelay time from its opening to the first probe
     * @param mostDelay bound of the time between probes
     */
    public Breaker(Duration firstDelay, Duration mostDelay) {
        this.firstDelay = firstDelay;
        this.mostDelay = mostDelay;
    }

    public boolean isOpen() {
        return open;
    }

    /** Whether a probe is under way, so that no other call may begin. */
    public boolean isProbing() {
        return probing;
    }

    /** When the next probe may begin; of no meaning while it is closed. */
    public long probeAt() {
        return probeAt;
    }

    /** How often it has opened. A call that failed since counts no more until it opens again. */
    public int outages() {
        return outages;
    }

    /** For how long it has been open in all, in nanoseconds. */
    public long openNanos(long now) {
        return openBefore + (open ? now - openedAt : 0);
    }

    /** A call begins, which the state must allow. */
    public void begun() {
        probing = open;
    }

    /**
     * A call that began {@code begun} was answered, with whatever answer.
     *
     * @return whether that ended an outage
     */
    public boolean answered(long begun, long now) {
        answeredEver = true;
        if (open && begun >= openedAt) {
            open = false;
            probing = false;
            openBefore += now - openedAt;
            seen = 0;
            failures = 0;
            return true;
        }
        count(0);
        return false;
    }

    /**
     * A call that began {@code begun} failed in a way that may pass.
     *
     * @param counted whether the same call was counted before
     */
    public void failed(long begun, boolean counted, long now) {
        if (open) {
            if (begun >= openedAt) {
                probing = false;
                delay = Math.min(2 * delay, mostDelay.toNanos());
                probeAt = now + delay;
            }
        } else if (!counted) {
            count(1);
            if (seen >= SAMPLE && Integer.bitCount(failures) >= TOO_MANY) {
                open(now);
            }
        }
    }

    /** The provider shows that it is there, although it answered nothing. */
    public void seen() {
        answeredEver = true;
    }

    /**
     * A call would be given up that failed in a way that cannot lie with it, and none was answered since it failed before:
     * where few calls are left, that is all there is to tell an outage by. Of no effect for a provider that never answered.
     */
    public void open(long now) {
        if (answeredEver && !open) {
            open = true;
            outages++;
            openedAt = now;
            delay = firstDelay.toNanos();
            probeAt = now + delay;
        }
    }

    /** The provider says that it is not back before {@code time}; of no effect while it is closed. */
    public void delayProbe(long time) {
        probeAt = Math.max(probeAt, time);
    }

    private void count(int failure) {
        failures = (failures << 1 | failure) & MASK;
        seen = Math.min(SAMPLE, seen + 1);
    }
}
