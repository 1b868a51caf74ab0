package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.record.SkipReason;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeldomCountTest {

    private final SeldomCount count = new SeldomCount();
    private long nanos = Duration.ofDays(-3).toNanos();
    private int counts;

    private long look(long skipped, int secondsToCount) {
        return count.at(skipped, () -> nanos, () -> {
                    counts++;
                    nanos += Duration.ofSeconds(secondsToCount).toNanos();
                    return Map.of(SkipReason.REFUSED, skipped);
                })
                .getOrDefault(SkipReason.REFUSED, 0L);
    }

    @Test
    void countsAtOnceAndThenOnlyWhatIsNew() {
        assertThat(look(0, 9)).isZero();
        assertThat(counts).as("nothing is skipped").isZero();
        assertThat(look(3, 0)).isEqualTo(3);
        assertThat(look(3, 0)).isEqualTo(3);
        assertThat(counts).isEqualTo(1);
        assertThat(look(2, 0)).as("one was tried again").isEqualTo(2);
    }

    @Test
    void restsFiftyTimesAsLongAsACountTook() {
        assertThat(look(3, 2)).isEqualTo(3);
        nanos += Duration.ofSeconds(99).toNanos();
        assertThat(look(4, 2)).as("as it was").isEqualTo(3);
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(look(5, 2)).isEqualTo(5);
        assertThat(counts).isEqualTo(2);
    }
}
