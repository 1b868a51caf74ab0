package io.llmp.batch.estimate;

/**
 * Numbers drawn at random, and what they tell of all the others: their mean and, where each goes with a weight known
 * beforehand (the size of its row), what there is of them for one unit of it. Not safe for use by several threads.
 */
final class Sample {

    /** Standard deviations of a normal distribution that leave 2.5 % on either side. */
    private static final double Z = 1.959964;

    private long count;
    private double weights;
    private double values;
    private double weightSquares;
    private double valueSquares;
    private double products;

    void add(double value) {
        add(1, value);
    }

    /** @param weight what is known beforehand of the thing whose {@code value} was found, above 0 */
    void add(double weight, double value) {
        count++;
        weights += weight;
        values += value;
        weightSquares += weight * weight;
        valueSquares += value * value;
        products += weight * value;
    }

    long count() {
        return count;
    }

    /** Returns what there is of the values for one unit of the weights; 0 without any. */
    double rate() {
        return weights == 0 ? 0 : values / weights;
    }

    /**
     * Returns that rate over a population that the sample is part of.
     *
     * @param population how many there are in all, at least as many as were drawn
     */
    Range rateWithin(long population) {
        double left = population == 0 ? 0 : 1 - (double) count / population;
        return Range.around(rate(), room(Math.max(0, left) / count));
    }

    /** Returns that rate over {@code others} of which none was drawn. */
    Range rateAmong(double others) {
        return Range.around(rate(), room(1.0 / count + 1 / Math.max(1, others)));
    }

    private double room(double variances) {
        if (count < 2 || weights == 0) {
            return 0;
        }
        double rate = rate();
        double residuals = valueSquares - 2 * rate * products + rate * rate * weightSquares;
        double deviation = Math.sqrt(Math.max(0, residuals) / (count - 1));
        return quantile(count - 1) * deviation * Math.sqrt(variances) / (weights / count);
    }

    /** Student's t that leaves 2.5 % above it, by the expansion of Abramowitz and Stegun, 26.7.5; within 2 % from 4 on. */
    static double quantile(long freedom) {
        double z3 = Z * Z * Z;
        double z5 = z3 * Z * Z;
        double first = (z3 + Z) / 4;
        double second = (5 * z5 + 16 * z3 + 3 * Z) / 96;
        return Z + first / freedom + second / ((double) freedom * freedom);
    }
}
