package io.llmp.batch.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParallelLimitTest {

    private final ParallelLimit limit = new ParallelLimit(64);

    @Test
    void becomesWhatWasNotRefused() {
        for (int inFlight = 64; inFlight > 2; inFlight--) {
            limit.refused(inFlight);
        }
        assertThat(limit.limit()).isEqualTo(2);
    }

    @Test
    void whatWasRefusedStaysWhenMoreOrLessIsAllowed() {
        limit.allow(100);
        assertThat(limit.limit()).isEqualTo(100);
        limit.refused(31);
        limit.allow(64);
        assertThat(limit.limit()).isEqualTo(30);
        limit.allow(8);
        assertThat(limit.limit()).isEqualTo(8);
    }

    @Test
    void neverFallsBelowOne() {
        limit.refused(1);
        assertThat(limit.limit()).isEqualTo(1);
    }

    @Test
    void triesOneMoreAfterTwiceAsManyAnswersEachTimeThatItIsRefused() {
        limit.refused(3);
        for (int enough : new int[] {20, 40, 80, 160, 320, 640, 640}) {
            answer(enough - 1, 2);
            assertThat(limit.limit()).isEqualTo(2);
            answer(1, 2);
            assertThat(limit.limit()).isEqualTo(3);
            limit.refused(3);
        }
    }

    @Test
    void growsByOneForEachTwoRoundsWhileNothingIsRefused() {
        limit.refused(3);
        answer(20, 2);
        answer(6, 3);
        assertThat(limit.limit()).isEqualTo(4);
        answer(8, 4);
        assertThat(limit.limit()).isEqualTo(5);
    }

    @Test
    void doesNotGrowWithoutUse() {
        limit.refused(10);
        answer(1_000, 4);
        assertThat(limit.limit()).isEqualTo(9);
    }

    private void answer(int count, int inFlight) {
        for (int i = 0; i < count; i++) {
            limit.answered(inFlight);
        }
    }
}
