package io.llmp.batch.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How limits follow what the provider says of them. */
class ReportedLimitsTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void aLowerLimitThanConfiguredIsAdoptedAndAHigherOneIsNot() {
        CallLimits limits = new CallLimits(new LimitSettings(10_000, 600, null), 0);
        limits.observe(requests(120L, 119, 1), 0);
        assertThat(begunWithin(limits, 0, 30)).isBetween(59, 62);

        limits.observe(requests(6_000L, 5_999, 1), 30 * SECOND);
        assertThat(begunWithin(limits, 30, 60)).isBetween(293, 302);
    }

    @Test
    void aLimitThatNobodyConfiguredIsAdoptedAndFollowedUpAndDown() {
        CallLimits limits = new CallLimits(new LimitSettings(100_000, null, null), 0);
        limits.observe(requests(600L, 599, 1), 0);
        assertThat(begunWithin(limits, 0, 30)).isBetween(298, 302);
        limits.observe(requests(60L, 59, 1), 30 * SECOND);
        assertThat(begunWithin(limits, 30, 60)).isBetween(28, 31);
        limits.observe(requests(600L, 599, 1), 60 * SECOND);
        assertThat(begunWithin(limits, 60, 90)).isBetween(298, 302);
    }

    @Test
    void whatIsLeftOfAWindowIsSpreadUntilItsEndAndNotPassed() {
        CallLimits limits = new CallLimits(new LimitSettings(10_000, 600, null), 0);
        limits.observe(requests(600L, 20, 20), 0);

        assertThat(begunWithin(limits, 0, 10)).isBetween(9, 11);
        assertThat(begunWithin(limits, 10, 20)).isBetween(9, 11);
        assertThat(begunWithin(limits, 20, 30)).isBetween(97, 102);
    }

    @Test
    void nothingIsBegunWhenNothingIsLeft() {
        CallLimits limits = new CallLimits(new LimitSettings(10_000, 600, null), 0);
        limits.observe(requests(600L, 0, 20), 0);

        assertThat(limits.reserve(Use.ofTokens(1, 1), SECOND))
                .isEqualTo(new Admission.NotBefore(Admission.Limit.RATE, 20 * SECOND));
    }

    @Test
    void aLimitThatComesBackSteadilyIsUsedOnWhileSomeIsLeft() {
        CallLimits limits = new CallLimits(new LimitSettings(10_000, 600, null), 0);
        limits.observe(requests(600L, 300, 30), 0);

        assertThat(begunWithin(limits, 0, 30)).isBetween(298, 302);
    }

    @Test
    void aCallThatNeedsMoreTokensThanAreLeftWaitsAndIsNotOvertaken() {
        CallLimits limits = new CallLimits(new LimitSettings(10, null, 60_000), 0);
        limits.observe(
                new ReportedLimits(null, new ReportedLimits.Window(60_000L, 500, Duration.ofSeconds(7)), null, null),
                0);

        assertThat(limits.reserve(Use.ofTokens(501, 0), 0))
                .isEqualTo(new Admission.NotBefore(Admission.Limit.RATE, 7 * SECOND));
        assertThat(limits.reserve(Use.ofTokens(400, 0), 0)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void inputAndOutputTokensAreFollowedApart() {
        CallLimits limits = new CallLimits(new LimitSettings(10, null, null), 0);
        limits.observe(
                new ReportedLimits(
                        null,
                        null,
                        new ReportedLimits.Window(50_000L, 50_000, Duration.ZERO),
                        new ReportedLimits.Window(6_000L, 0, Duration.ofSeconds(3))),
                0);

        assertThat(limits.reserve(Use.ofTokens(1_000, 100), 0))
                .isEqualTo(new Admission.NotBefore(Admission.Limit.RATE, 3 * SECOND));
        assertThat(limits.reserve(Use.ofTokens(1_000, 0), 0)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void aQuotaOfTheDayUnderTheNameOfTheMinuteIsUsedAtFullPaceUntilNothingIsLeft() {
        CallLimits limits = new CallLimits(new LimitSettings(100_000, 600, null), 0);
        limits.observe(requests(14_400L, 400, 84_000), 0);
        assertThat(begunWithin(limits, 0, 30)).isBetween(298, 302);

        limits.observe(requests(14_400L, 0, 86_000), 30 * SECOND);
        assertThat(limits.reserve(Use.ofTokens(1, 1), 31 * SECOND))
                .isEqualTo(new Admission.NotBefore(Admission.Limit.DAY, 86_030 * SECOND));
    }

    @Test
    void anEarlierReplyThatIsReadLateGivesNoUsedUpQuotaBack() {
        CallLimits limits = new CallLimits(new LimitSettings(100_000, 600, null), 0);
        limits.observe(requests(14_400L, 0, 86_000), 0);
        limits.observe(requests(14_400L, 3, 86_001), SECOND);

        assertThat(limits.reserve(Use.ofTokens(1, 1), 2 * SECOND))
                .isEqualTo(new Admission.NotBefore(Admission.Limit.DAY, 86_000 * SECOND));
        assertThat(limits.reserve(Use.ofTokens(1, 1), 86_000 * SECOND)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void sayingNothingChangesNothing() {
        CallLimits limits = new CallLimits(new LimitSettings(10_000, 600, null), 0);
        limits.observe(ReportedLimits.NONE, 0);
        limits.observe(new ReportedLimits(new ReportedLimits.Window(null, 3, null), null, null, null), 0);

        assertThat(begunWithin(limits, 0, 30)).isBetween(298, 302);
    }

    private static ReportedLimits requests(@Nullable Long limit, long remaining, long resetSeconds) {
        return new ReportedLimits(
                new ReportedLimits.Window(limit, remaining, Duration.ofSeconds(resetSeconds)), null, null, null);
    }

    /** Begins calls as soon as they may be, and returns how many. */
    private static int begunWithin(CallLimits limits, long fromSecond, long toSecond) {
        int begun = 0;
        long now = fromSecond * SECOND;
        while (now < toSecond * SECOND) {
            Admission admission = limits.reserve(Use.ofTokens(1, 1), now);
            if (admission instanceof Admission.NotBefore notBefore) {
                now = notBefore.nanos();
            } else {
                assertThat(admission).isInstanceOf(Admission.Granted.class);
                begun++;
            }
        }
        return begun;
    }
}
