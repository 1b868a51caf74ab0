package io.llmp.batch.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThrottleHistoryTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final CallLimits limits = new CallLimits(new LimitSettings(1_000, null, null), 0);

    @Test
    void aThrottlePausesEveryCallUntilTheLatestTimeAskedFor() {
        List<Permit> calls = begin(2, 0);
        throttle(calls.get(0), Duration.ofSeconds(5), 0);
        throttle(calls.get(1), Duration.ofSeconds(2), 0);

        assertThat(limits.reserve(Use.ofTokens(1, 1), SECOND))
                .isEqualTo(new Admission.NotBefore(Admission.Limit.PAUSE, 5 * SECOND));
        assertThat(limits.reserve(Use.ofTokens(1, 1), 5 * SECOND)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void manyThrottlesOfCallsInFlightPauseOnce() {
        List<Permit> calls = begin(100, 0);
        calls.forEach(call -> throttle(call, null, 10 * MILLI));

        assertThat(pausedUntil(10 * MILLI)).isEqualTo(260 * MILLI);
    }

    @Test
    void thePauseDoublesAsLongAsNothingIsAnsweredAfterIt() {
        long now = 0;
        List<Long> pauses = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            throttle(begin(1, now).get(0), null, now);
            pauses.add((pausedUntil(now) - now) / MILLI);
            now = pausedUntil(now);
        }
        assertThat(pauses).containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 16_000L);

        answer(begin(1, now).get(0), now);
        throttle(begin(1, now).get(0), null, now);
        assertThat(pausedUntil(now) - now).isEqualTo(250 * MILLI);
    }

    @Test
    void aThrottleThatConcernsOneCallAlonePausesNoOther() {
        Permit call = begin(1, 0).get(0);
        limits.giveBack(call, new Verdict.ThrottledAlone(null), 0);

        assertThat(limits.reserve(Use.ofTokens(1, 1), 0)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void thePaceBecomesThatAtWhichCallsWereLetThrough() {
        long now = 0;
        for (; now < 60 * SECOND; now += 100 * MILLI) {
            answer(begin(1, now).get(0), now);
        }
        throttle(begin(1, now).get(0), Duration.ZERO, now);

        assertThat(begunWithin(10 * SECOND, now))
                .as("ten a second were let through")
                .isBetween(92, 100);
    }

    @Test
    void aWindowThatIsUsedUpIsSpreadOverAllOfIt() {
        begin(600, 0).forEach(call -> answer(call, 10 * SECOND));
        throttle(begin(1, 10 * SECOND).get(0), Duration.ofSeconds(50), 10 * SECOND);

        assertThat(begunWithin(10 * SECOND, 60 * SECOND))
                .as("600 calls lasted a minute")
                .isBetween(92, 100);
    }

    @Test
    void thePaceGrowsAgainAndIsForgottenWhenItBindsNothing() {
        long now = 0;
        for (; now < 60 * SECOND; now += 100 * MILLI) {
            answer(begin(1, now).get(0), now);
        }
        throttle(begin(1, now).get(0), Duration.ZERO, now);
        int before = begunWithin(SECOND, now);
        for (now += 10 * SECOND; now < 400 * SECOND; now += 100 * MILLI) {
            answer(begin(1, now).get(0), now);
        }
        assertThat(before).isLessThanOrEqualTo(11);
        assertThat(begunWithin(SECOND, now)).isGreaterThan(900);
    }

    @Test
    void throttlesThatASlowerPaceDoesNotLessenLiftIt() {
        long now = 0;
        int throttled = 0;
        for (int call = 1; throttled < 200; call++) {
            Admission admission = limits.reserve(Use.ofTokens(1, 1), now);
            if (admission instanceof Admission.NotBefore notBefore) {
                now = notBefore.nanos();
                call--;
            } else if (call % 10 == 0) {
                throttle(((Admission.Granted) admission).permit(), Duration.ofMillis(10), now);
                throttled++;
            } else {
                answer(((Admission.Granted) admission).permit(), now);
                now += MILLI;
            }
        }
        assertThat(Duration.ofNanos(now))
                .as("2,000 calls of a millisecond, of which 200 are throttled whatever the pace")
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void fewCallsAreNoPace() {
        for (int round = 0; round < 20; round++) {
            long now = pausedUntil(round);
            throttle(begin(1, now).get(0), Duration.ofMillis(10), now);
        }
        assertThat(pausedUntil(0)).isLessThan(SECOND);
    }

    private List<Permit> begin(int count, long now) {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Admission admission = limits.reserve(Use.ofTokens(1, 1), now);
            assertThat(admission).isInstanceOf(Admission.Granted.class);
            permits.add(((Admission.Granted) admission).permit());
        }
        return permits;
    }

    private int begunWithin(long nanos, long from) {
        int begun = 0;
        for (long now = from; now < from + nanos; ) {
            Admission admission = limits.reserve(Use.ofTokens(1, 1), now);
            if (admission instanceof Admission.NotBefore notBefore) {
                now = notBefore.nanos();
            } else if (admission instanceof Admission.Granted) {
                begun++;
            } else {
                return begun;
            }
        }
        return begun;
    }

    private void answer(Permit permit, long now) {
        limits.giveBack(permit, new Verdict.Succeeded(Use.ofTokens(1, 1)), now);
    }

    private void throttle(Permit permit, @Nullable Duration retryAfter, long now) {
        limits.giveBack(permit, new Verdict.Throttled(false, retryAfter), now);
    }

    private long pausedUntil(long now) {
        Admission admission = limits.reserve(Use.ofTokens(1, 1), now);
        if (admission instanceof Admission.NotBefore notBefore) {
            return notBefore.nanos();
        }
        limits.giveBack(((Admission.Granted) admission).permit(), new Verdict.Abandoned(), now);
        return now;
    }
}
