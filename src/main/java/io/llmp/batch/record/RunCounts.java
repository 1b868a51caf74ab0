package io.llmp.batch.record;

import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;

/**
 * The sums over a run's records.
 *
 * @param succeeded items the model answered
 * @param reused items that took the answer of an identical earlier request
 * @param skipped items without an answer, but for those that are to be tried again
 * @param attempts calls made to the provider
 * @param usage tokens of all replies
 * @param cost US dollars of all replies whose price is known
 * @param unpriced records whose price is not known
 */
public record RunCounts(
        long succeeded, long reused, long skipped, long attempts, Usage usage, BigDecimal cost, long unpriced) {

    /** Of a run that has no record yet. */
    public static final RunCounts NONE = new RunCounts(0, 0, 0, 0, Usage.NONE, BigDecimal.ZERO, 0);

    /** Items that are done with. */
    public long done() {
        return succeeded + reused + skipped;
    }

    /** Returns these counts with one more record. */
    public RunCounts plus(JobRecord added) {
        return sum(added, 1);
    }

    /** Returns these counts with one record less. */
    public RunCounts minus(JobRecord removed) {
        return sum(removed, -1);
    }

    /** Returns these counts with {@code change} more skipped items, or less. */
    public RunCounts skipped(long change) {
        return new RunCounts(succeeded, reused, skipped + change, attempts, usage, cost, unpriced);
    }

    private RunCounts sum(JobRecord record, int sign) {
        Outcome.Status status = record.outcome().status();
        CallCosts costs = record.costs();
        BigDecimal price = costs.cost() == null ? BigDecimal.ZERO : costs.cost();
        Usage used = costs.usage();
        return new RunCounts(
                succeeded + (status == Outcome.Status.SUCCEEDED ? sign : 0),
                reused + (status == Outcome.Status.REUSED ? sign : 0),
                skipped + (status == Outcome.Status.SKIPPED ? sign : 0),
                attempts + (long) sign * costs.attempts(),
                usage.plus(new Usage(
                        sign * used.promptTokens(), sign * used.cachedTokens(), sign * used.completionTokens())),
                cost.add(sign < 0 ? price.negate() : price),
                unpriced + (costs.cost() == null ? sign : 0));
    }
}
