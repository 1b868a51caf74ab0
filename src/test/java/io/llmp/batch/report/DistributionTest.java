package io.llmp.batch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmp.batch.report.Distribution.Bar;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

    @Test
    void tellsQuantilesOfWholeNumbersExactly() {
        Distribution values = of(IntStream.rangeClosed(1, 100).asDoubleStream());

        assertThat(values.quantile(0.5)).isEqualTo(50);
        assertThat(values.quantile(0.95)).isEqualTo(95);
        assertThat(values.quantile(1)).isEqualTo(100);
        assertThat(values.quantile(0)).isEqualTo(1);
        assertThat(values.mean()).isEqualTo(50.5);
        assertThat(values.deviation()).isEqualTo(28.866, within(0.001));
    }

    @Test
    void keepsQuantilesOfAnyNumbersWithinOneInAHundred() {
        Random random = new Random(7);
        double[] numbers = DoubleStream.generate(
                        () -> Math.exp(3 * random.nextGaussian()) * (random.nextBoolean() ? 1 : -1))
                .limit(20_000)
                .toArray();
        Distribution values = of(DoubleStream.of(numbers));
        Arrays.sort(numbers);

        for (double share : new double[] {0.001, 0.01, 0.25, 0.5, 0.75, 0.99, 0.999}) {
            double exact = numbers[(int) Math.ceil(share * numbers.length) - 1];
            assertThat(values.quantile(share)).isEqualTo(exact, within(Math.abs(exact) / 100));
        }
        assertThat(values.least()).isEqualTo(numbers[0]);
        assertThat(values.greatest()).isEqualTo(numbers[numbers.length - 1]);
    }

    @Test
    void barsHoldEveryValueOnceAndGatherTheFewGreatest() {
        Random random = new Random(7);
        Distribution values = of(DoubleStream.generate(() -> Math.exp(5 + 0.8 * random.nextGaussian()))
                .limit(10_000));

        List<Bar> bars = values.bars(24);

        assertThat(bars.stream().mapToLong(Bar::count).sum()).isEqualTo(10_000);
        assertThat(bars).hasSizeBetween(10, 27);
        assertThat(bars.get(bars.size() - 1).to()).isInfinite();
        assertThat(bars.get(bars.size() - 1).count()).isBetween(1L, 100L);
    }

    @Test
    void eachOfAFewWholeNumbersHasItsBar() {
        Distribution values = of(DoubleStream.of(1, 2, 2, 5));

        assertThat(values.bars(24))
                .containsExactly(
                        new Bar(1, 2, 1), new Bar(2, 3, 2), new Bar(3, 4, 0), new Bar(4, 5, 0), new Bar(5, 6, 1));
    }

    @Test
    void oneValueNothingAndWhatIsNoNumberAreNoTrouble() {
        assertThat(of(DoubleStream.empty()).bars(24)).isEmpty();
        assertThat(of(DoubleStream.empty()).quantile(0.5)).isZero();
        assertThat(of(DoubleStream.of(Double.NaN, Double.POSITIVE_INFINITY)).count())
                .isZero();
        assertThat(of(DoubleStream.of(0.7, 0.7)).bars(24))
                .extracting(Bar::count)
                .containsExactly(2L);
        assertThat(of(DoubleStream.of(-3, -3)).quantile(0.5)).isEqualTo(-3);
        assertThat(of(DoubleStream.of(-0.0, 0.0)).bars(24))
                .extracting(Bar::count)
                .containsExactly(2L);
        assertThat(of(DoubleStream.of(1e300, Double.MIN_VALUE)).bars(24)).isNotEmpty();
    }

    private static Distribution of(DoubleStream values) {
        Distribution distribution = new Distribution();
        values.forEach(distribution::add);
        return distribution;
    }
}
