package io.llmp.batch.report;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.CallCosts;
import java.util.Optional;

/**
 * Derives from tokens and costs alone what a token of each kind cost, by least squares, so that a report shows the prices a
 * run was made with and not those configured today. Says nothing unless the prices explain every cost.
 */
public final class TokenPrices {

    private static final int KINDS = 3;

    /** Share of the squared costs that the prices may leave unexplained: rounding, and no more. */
    private static final double TOLERANCE = 1e-9;

    private final double[][] products = new double[KINDS][KINDS];
    private final double[] costProducts = new double[KINDS];
    private final double[] tokens = new double[KINDS];
    private double costSquares;

    /**
     * Cost by kind of token, in US dollars.
     *
     * @param prompt prompt tokens that were not cached
     * @param cached prompt tokens the provider had kept
     * @param completion completion tokens
     */
    public record Split(double prompt, double cached, double completion) {}

    void add(CallCosts costs) {
        if (costs.cost() == null) {
            return;
        }
        Usage usage = costs.usage();
        double[] kinds = {usage.promptTokens() - usage.cachedTokens(), usage.cachedTokens(), usage.completionTokens()};
        double cost = costs.cost().doubleValue();
        for (int i = 0; i < KINDS; i++) {
            for (int j = 0; j < KINDS; j++) {
                products[i][j] += kinds[i] * kinds[j];
            }
            costProducts[i] += kinds[i] * cost;
            tokens[i] += kinds[i];
        }
        costSquares += cost * cost;
    }

    Optional<Split> split() {
        double[] prices = new double[KINDS];
        if (costSquares == 0 || !solve(prices) || !explains(prices)) {
            return Optional.empty();
        }
        return Optional.of(new Split(prices[0] * tokens[0], prices[1] * tokens[1], prices[2] * tokens[2]));
    }

    /** Eliminates in the order of the diagonal, which suits sums of squares; a kind without tokens has no price. */
    private boolean solve(double[] prices) {
        double[][] m = new double[KINDS][];
        for (int i = 0; i < KINDS; i++) {
            m[i] = products[i].clone();
        }
        double[] right = costProducts.clone();
        for (int i = 0; i < KINDS; i++) {
            if (tokens[i] == 0) {
                continue;
            }
            if (m[i][i] <= TOLERANCE * products[i][i]) {
                return false;
            }
            for (int row = i + 1; row < KINDS; row++) {
                double factor = m[row][i] / m[i][i];
                for (int column = i; column < KINDS; column++) {
                    m[row][column] -= factor * m[i][column];
                }
                right[row] -= factor * right[i];
            }
        }
        for (int i = KINDS - 1; i >= 0; i--) {
            double rest = right[i];
            for (int column = i + 1; column < KINDS; column++) {
                rest -= m[i][column] * prices[column];
            }
            prices[i] = tokens[i] == 0 ? 0 : rest / m[i][i];
        }
        return true;
    }

    private boolean explains(double[] prices) {
        double explained = 0;
        for (int i = 0; i < KINDS; i++) {
            if (prices[i] < 0 && -prices[i] * tokens[i] > TOLERANCE * Math.sqrt(costSquares)) {
                return false;
            }
            explained += prices[i] * costProducts[i];
        }
        return Math.abs(costSquares - explained) <= TOLERANCE * costSquares;
    }
}
