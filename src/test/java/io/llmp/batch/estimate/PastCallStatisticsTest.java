package io.llmp.batch.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunPrice;
import io.llmp.batch.record.Samples;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PastCallStatisticsTest {

    private static final RunPrice PRICE =
            new RunPrice(new BigDecimal("3"), new BigDecimal("0.3"), new BigDecimal("3.75"), new BigDecimal("15"));

    private static CallCosts costs(@Nullable String dollars) {
        return new CallCosts(
                1,
                0,
                "stop",
                null,
                new Usage(2_000, 0, 30),
                dollars == null ? null : new BigDecimal(dollars),
                Duration.ZERO,
                Duration.ZERO);
    }

    @Test
    void countsWhatWasBilledForBeingWrittenToACacheAtThePriceOfThen() {
        Run run = Samples.run("priced", 1, Samples.START);
        Run priced = Samples.madeWith(run, List.of(PRICE));
        // 500 at $3, 1,500 at $3.75 and 30 at $15.
        assertThat(PastCallStatistics.written(costs("0.007575"), priced)).isEqualTo(1_500);
        assertThat(PastCallStatistics.written(costs("0.00645"), priced)).isZero();
        assertThat(PastCallStatistics.written(costs(null), priced)).isZero();
        assertThat(PastCallStatistics.written(costs("0.007575"), run)).isZero();
    }
}
