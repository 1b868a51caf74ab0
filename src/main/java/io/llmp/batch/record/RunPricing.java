package io.llmp.batch.record;

import java.util.List;

/**
 * What the answers of a run cost.
 *
 * @param simulated whether they are made up, and so cost nothing
 * @param prices what the run was made with, in the order of its executions: one, and another for each time it had changed;
 *     empty when it is not known
 */
public record RunPricing(boolean simulated, List<RunPrice> prices) {

    public RunPricing {
        prices = List.copyOf(prices);
    }
}
