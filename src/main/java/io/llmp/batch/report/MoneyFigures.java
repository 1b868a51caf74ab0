package io.llmp.batch.report;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Run;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was paid for: tokens and money by what came of them, and by kind of token. */
public final class MoneyFigures {

    /** The outcome of an item in terms of money. */
    public enum Fate {
        /** The first answer was valid. */
        ANSWERED,
        /** A later answer was valid; what the invalid ones cost is included. */
        REPAIRED,
        /** The answer of an identical earlier request was taken. */
        REUSED,
        /** There is no answer, whatever was paid. */
        SKIPPED
    }

    /**
     * The items of one fate together.
     *
     * @param cost US dollars of those whose price is known
     * @param unpriced items whose price is not known
     */
    public record Group(Fate fate, long items, Usage usage, BigDecimal cost, long unpriced) {

        private Group plus(CallCosts costs) {
            return new Group(
                    fate,
                    items + 1,
                    usage.plus(costs.usage()),
                    costs.cost() == null ? cost : cost.add(costs.cost()),
                    unpriced + (costs.cost() == null ? 1 : 0));
        }
    }

    private final Map<Fate, Group> groups = new EnumMap<>(Fate.class);
    private Usage pricedUsage = Usage.NONE;

    void add(JobRecord record) {
        groups.compute(
                fate(record),
                (fate, group) -> (group == null ? new Group(fate, 0, Usage.NONE, BigDecimal.ZERO, 0) : group)
                        .plus(record.costs()));
        if (record.costs().cost() != null) {
            pricedUsage = pricedUsage.plus(record.costs().usage());
        }
    }

    private static Fate fate(JobRecord record) {
        return switch (record.outcome().status()) {
            case SKIPPED -> Fate.SKIPPED;
            case REUSED -> Fate.REUSED;
            case SUCCEEDED -> record.costs().repairs() == 0 ? Fate.ANSWERED : Fate.REPAIRED;
        };
    }

    /** Returns the fates that occurred, in their order. */
    public List<Group> groups() {
        return List.copyOf(groups.values());
    }

    /** Returns how many items had a fate. */
    public long items(Fate fate) {
        Group group = groups.get(fate);
        return group == null ? 0 : group.items();
    }

    /** Returns the sum over all fates, as that of the answered ones. */
    public Group total() {
        Group total = new Group(Fate.ANSWERED, 0, Usage.NONE, BigDecimal.ZERO, 0);
        for (Group group : groups.values()) {
            total = new Group(
                    Fate.ANSWERED,
                    total.items() + group.items(),
                    total.usage().plus(group.usage()),
                    total.cost().add(group.cost()),
                    total.unpriced() + group.unpriced());
        }
        return total;
    }

    /**
     * Returns the cost by kind of token.
     *
     * @param run whose records these are
     * @return nothing when the run was not made with one price that is known, or when that does not explain the cost
     */
    public Optional<TokenCosts> byToken(Run run) {
        return run.price()
                .flatMap(price -> price.explain(pricedUsage, total().cost()).map(usage -> TokenCosts.of(usage, price)));
    }
}
