package io.llmp.batch.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.record.SkipReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class SeldomCountTest {

    private final Deque<Runnable> aside = new ArrayDeque<>();
    private final SeldomCount count = new SeldomCount(aside::add);
    private static final long LOST = -1;

    private long nanos = Duration.ofDays(-3).toNanos();
    private int counts;

    /** Looks, has what is to be counted counted, and looks again. */
    private long look(long skipped, int secondsToCount) {
        at(skipped, secondsToCount);
        aside.forEach(Runnable::run);
        aside.clear();
        return at(skipped, secondsToCount);
    }

    private long at(long skipped, int secondsToCount) {
        return count.at(skipped, () -> nanos, () -> {
                    counts++;
                    nanos += Duration.ofSeconds(secondsToCount).toNanos();
                    if (skipped == LOST) {
                        throw new DataAccessResourceFailureException("away");
                    }
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

    @Test
    void aLookNeverWaitsForACountAndBeginsNoSecondOne() {
        assertThat(at(3, 2)).isZero();
        assertThat(at(4, 2)).isZero();
        assertThat(aside).hasSize(1);
        aside.remove().run();
        assertThat(at(4, 2)).isEqualTo(3);
    }

    @Test
    void aStoreThatIsAwayIsAskedAgain() {
        look(3, 0);
        at(LOST, 0);
        aside.remove().run();
        assertThat(look(4, 0)).isEqualTo(4);
    }
}
