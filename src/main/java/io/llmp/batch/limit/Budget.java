package io.llmp.batch.limit;

import java.math.BigDecimal;

/**
 * A bound on what may be spent, in US dollars: what was spent and what the calls in flight may cost at most never exceed it
 * together. Safe for use by many threads.
 */
public final class Budget {

    private final BigDecimal cap;
    private BigDecimal spent;
    private BigDecimal reserved = BigDecimal.ZERO;

    /**
     * @param cap most that may be spent, at least 0
     * @param spent what was spent of it before, at least 0
     */
    public Budget(BigDecimal cap, BigDecimal spent) {
        if (cap.signum() < 0 || spent.signum() < 0) {
            throw new IllegalArgumentException("cap and spent must be at least 0 but were " + cap + " and " + spent);
        }
        this.cap = cap;
        this.spent = spent;
    }

    /** What was spent so far, calls in flight left out. */
    public synchronized BigDecimal spent() {
        return spent;
    }

    /** What may be spent. */
    public BigDecimal cap() {
        return cap;
    }

    /** Returns whether {@code amount} fits beside all that is spent and reserved. */
    synchronized boolean fits(BigDecimal amount) {
        return spent.add(reserved).add(amount).compareTo(cap) <= 0;
    }

    /** Returns whether {@code amount} would fit if the calls in flight cost nothing. */
    synchronized boolean mayFitLater(BigDecimal amount) {
        return reserved.signum() > 0 && spent.add(amount).compareTo(cap) <= 0;
    }

    synchronized void reserve(BigDecimal amount) {
        reserved = reserved.add(amount);
    }

    synchronized void settle(BigDecimal amount, BigDecimal real) {
        reserved = reserved.subtract(amount);
        spent = spent.add(real);
    }
}
