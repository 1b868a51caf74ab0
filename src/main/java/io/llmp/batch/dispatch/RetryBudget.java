package io.llmp.batch.dispatch;

/**
 * Keeps the retries of a run to a share of its first attempts as long as there are first attempts to make, so that a
 * provider in trouble is not asked much more than a healthy one. Not safe for use by several threads.
 */
final class RetryBudget {

    /** Retries for which no first attempts are needed, so that a small run retries as it likes. */
    private static final int FREE = 100;

    private final double share;
    private double left = FREE;

    RetryBudget(double share) {
        this.share = share;
    }

    /** A call is made for the first time. */
    void earn() {
        left += share;
    }

    /** Returns whether a retry may go before first attempts. */
    boolean isLeft() {
        return left >= 1;
    }

    /** A retry is made, whether or not some was left. */
    void spend() {
        left = Math.max(0, left - 1);
    }
}
