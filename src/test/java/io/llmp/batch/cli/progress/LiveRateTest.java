package io.llmp.batch.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LiveRateTest {

    /** The run began at the epoch and has 2,000 rows. */
    private static final Instant NOW = Instant.EPOCH.plusSeconds(100);

    @Test
    void isThatOfTheLastHalfMinute() {
        LiveRate rate = LiveRate.of(Looks.runWith(500), before(0, 1_000, 300), NOW);

        assertThat(rate.elapsed()).isEqualTo(Duration.ofSeconds(100));
        assertThat(rate.perSecond()).as("31 of 300 records").isBetween(1.0, 1.1);
        assertThat(rate.left()).isBetween(Duration.ofMinutes(23), Duration.ofMinutes(25));
    }

    @Test
    void isThatOfTheNewestThousandWhereTheyAreYounger() {
        LiveRate rate = LiveRate.of(Looks.runWith(1_500), before(0, 2, 1_000), NOW);

        assertThat(rate.perSecond()).isBetween(499.0, 502.0);
        assertThat(rate.left()).isBetween(Duration.ofMillis(990), Duration.ofMillis(1_010));
    }

    @Test
    void isNothingWhereNothingHappens() {
        LiveRate rate = LiveRate.of(Looks.runWith(500), before(60_000, 10, 1_000), NOW);

        assertThat(rate.perSecond()).isZero();
        assertThat(rate.left()).isNull();
    }

    /** Times of records, the newest {@code from} milliseconds ago and then one every {@code each}. */
    private static List<Instant> before(long from, long each, int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> NOW.minusMillis(from + i * each))
                .toList();
    }
}
