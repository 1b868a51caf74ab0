package io.llmp.batch.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void quantilesAreThoseOfTheTables() {
        assertThat(Sample.quantile(4)).isCloseTo(2.776, within(0.05));
        assertThat(Sample.quantile(10)).isCloseTo(2.228, within(0.005));
        assertThat(Sample.quantile(1_000)).isCloseTo(1.962, within(0.001));
    }

    @Test
    void aWholePopulationHasNoError() {
        Sample sample = new Sample();
        sample.add(3);
        sample.add(5);
        assertThat(sample.rateWithin(2)).isEqualTo(Range.exactly(4));
        assertThat(sample.rateWithin(200).high()).isGreaterThan(4);
    }

    @Test
    void proportionalValuesHaveNoErrorHoweverTheirWeightsDiffer() {
        Sample sample = new Sample();
        sample.add(10, 20);
        sample.add(1_000, 2_000);
        sample.add(500, 1_000);
        assertThat(sample.rateAmong(100).likely()).isEqualTo(2);
        assertThat(sample.rateAmong(100).high()).isCloseTo(2, within(1e-9));
    }

    /** Draws 30 and foresees the mean of 300 others, 2,000 times over. */
    @Test
    void anIntervalHoldsWhatItSaysNineteenTimesInTwenty() {
        Random random = new Random(1);
        int held = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            Sample sample = new Sample();
            for (int i = 0; i < 30; i++) {
                sample.add(100 + 30 * random.nextGaussian());
            }
            double others = 0;
            for (int i = 0; i < 300; i++) {
                others += (100 + 30 * random.nextGaussian()) / 300;
            }
            Range range = sample.rateAmong(300);
            held += range.low() <= others && others <= range.high() ? 1 : 0;
        }
        assertThat(held).isBetween(1_870, 1_930);
    }

    @Test
    void independentErrorsAddUpByTheirSquares() {
        Range sum = Range.around(10, 3).plus(Range.around(20, 4));
        assertThat(sum).isEqualTo(new Range(25, 30, 35));
        Range product = Range.around(10, 1).times(Range.around(10, 1));
        assertThat(product.high()).isCloseTo(100 + Math.sqrt(200), within(1e-9));
        assertThat(Range.around(1, 5).low()).isZero();
    }
}
