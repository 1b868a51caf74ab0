package io.llmp.batch.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingSumTest {

    /** Ten slots of one unit of time each. */
    private final SlidingSum window = new SlidingSum(Duration.ofNanos(10), 10, 0);

    @Test
    void countsAnAmountUntilAllOfItsSlotHasLeftTheSpan() {
        window.add(3, 4);

        assertThat(window.sum(4)).isEqualTo(3);
        assertThat(window.sum(14)).isEqualTo(3);
        assertThat(window.sum(15)).isZero();
    }

    @Test
    void tellsWhenThereIsRoomAgain() {
        window.add(3, 0);
        window.add(4, 2);

        assertThat(window.fallsTo(7, 5)).isEqualTo(5);
        assertThat(window.fallsTo(6, 5)).isEqualTo(11);
        assertThat(window.fallsTo(4, 5)).isEqualTo(11);
        assertThat(window.fallsTo(3.9, 5)).isEqualTo(13);
        assertThat(window.fallsTo(0, 5)).isEqualTo(13);
    }

    @Test
    void takesNoNoticeOfWhatLeftTheSpanLongAgo() {
        window.add(5, 100);
        window.add(7, 80);

        assertThat(window.sum(100)).isEqualTo(5);
        assertThat(window.sum(1_000_000)).isZero();
    }

    @Test
    void scalesWhatItHolds() {
        window.add(8, 1);
        window.scale(0.25);

        assertThat(window.sum(1)).isEqualTo(2);
        assertThat(window.fallsTo(1, 1)).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isNeverBelowTheTrueSumAndNeverALotAboveIt(long seed) {
        Random random = new Random(seed);
        long now = random.nextLong(-1_000, 1_000);
        SlidingSum sums = new SlidingSum(Duration.ofNanos(1_000), 10, now);
        List<long[]> taken = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            now += random.nextLong(60);
            long amount = random.nextLong(50);
            sums.add((double) amount, now);
            taken.add(new long[] {now, amount});
            assertThat(sums.sum(now)).isBetween(sum(taken, now, 1_000) - 1e-6, sum(taken, now, 1_100) + 1e-6);
            double room = random.nextDouble(1_000);
            long then = sums.fallsTo(room, now);
            assertThat(sum(taken, then, 1_000)).isLessThanOrEqualTo(room + 1e-3);
        }
        assertThat(sums.sum(now + 2_000)).isCloseTo(0, within(1e-6));
    }

    private static double sum(List<long[]> taken, long now, long span) {
        return taken.stream()
                .filter(one -> one[0] > now - span)
                .mapToLong(one -> one[1])
                .sum();
    }
}
