package io.llmp.batch.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long SECOND = 1_000_000_000L;

    private final Breaker breaker = new Breaker(Duration.ofSeconds(1), Duration.ofSeconds(8));

    @Test
    void opensWhenThreeQuartersOfTheLastTwentyCallsFailed() {
        answers(20, 0);
        failures(14, 0);
        assertThat(breaker.isOpen()).isFalse();

        breaker.failed(0, false, SECOND);
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.probeAt()).isEqualTo(2 * SECOND);
    }

    @Test
    void staysClosedWhenFewerFail() {
        for (int round = 0; round < 100; round++) {
            answers(6, 0);
            failures(14, 0);
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void countsACallOnceHoweverOftenItFails() {
        answers(20, 0);
        for (int attempt = 0; attempt < 1_000; attempt++) {
            breaker.failed(0, true, 0);
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void aProviderThatNeverAnsweredHasNoOutage() {
        failures(1_000, 0);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void probesWithOneCallAfterADelayThatDoubles() {
        open();
        long at = 0;
        for (long delay : new long[] {1, 2, 4, 8, 8, 8}) {
            at += delay * SECOND;
            assertThat(breaker.probeAt()).isEqualTo(at);
            breaker.begun();
            assertThat(breaker.isProbing()).isTrue();
            breaker.failed(at, true, at);
            assertThat(breaker.isProbing()).isFalse();
        }
        assertThat(breaker.openNanos(at)).isEqualTo(at);
    }

    @Test
    void probesNoSoonerThanTheProviderSays() {
        open();
        breaker.delayProbe(5 * SECOND);
        assertThat(breaker.probeAt()).isEqualTo(5 * SECOND);
        breaker.delayProbe(3 * SECOND);
        assertThat(breaker.probeAt()).isEqualTo(5 * SECOND);
    }

    @Test
    void closesWithTheFirstAnswerToACallThatBeganSinceItOpened() {
        open();
        assertThat(breaker.answered(-1, SECOND)).as("began before").isFalse();
        assertThat(breaker.isOpen()).isTrue();

        breaker.begun();
        assertThat(breaker.answered(SECOND, 3 * SECOND)).isTrue();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.openNanos(100 * SECOND)).isEqualTo(3 * SECOND);
        failures(19, 4 * SECOND);
        assertThat(breaker.isOpen()).as("begins to count anew").isFalse();
    }

    @Test
    void failuresOfCallsUnderWayWhenItOpenedDoNotDelayTheProbe() {
        open();
        for (int call = 0; call < 64; call++) {
            breaker.failed(-1, false, SECOND / 2);
        }
        assertThat(breaker.probeAt()).isEqualTo(SECOND);
    }

    private void open() {
        answers(20, -1);
        failures(15, -1);
        assertThat(breaker.isOpen()).isTrue();
    }

    private void answers(int count, long begun) {
        for (int i = 0; i < count; i++) {
            breaker.answered(begun, 0);
        }
    }

    private void failures(int count, long begun) {
        for (int i = 0; i < count; i++) {
            breaker.failed(begun, false, 0);
        }
    }
}
