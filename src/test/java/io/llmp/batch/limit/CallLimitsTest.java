package io.llmp.batch.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallLimitsTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void grantsAsManyAsThereAreSlotsAndOneMoreForEachGivenBack() {
        CallLimits limits = new CallLimits(new LimitSettings(2, null, null), 0);
        Permit first = granted(limits.reserve(tokens(10), 0));
        granted(limits.reserve(tokens(10), 0));

        assertThat(limits.reserve(tokens(10), 0)).isInstanceOf(Admission.AfterReturn.class);
        limits.giveBack(first, new Verdict.Succeeded(tokens(10)), 0);
        granted(limits.reserve(tokens(10), 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 1_000, 50_000})
    void neverExceedsTheRequestsOfAMinuteAndUsesNearlyAll(int rpm) {
        CallLimits limits = new CallLimits(new LimitSettings(Integer.MAX_VALUE, rpm, null), 0);
        List<Long> begun = admitAsSoonAsAllowed(limits, 0, 5 * MINUTE, 1, new Random(rpm));

        assertThat(mostInAnyMinute(begun)).as("begun in any minute").isLessThanOrEqualTo(rpm);
        assertThat(begun.size()).as("begun in five minutes").isGreaterThanOrEqualTo((int) (4.95 * rpm));
    }

    @Test
    void spreadsRequestsFromTheFirstSecondOn() {
        CallLimits limits = new CallLimits(new LimitSettings(1_000, 600, null), 0);
        List<Long> begun = admitAsSoonAsAllowed(limits, 0, 2 * SECOND, 1, null);

        assertThat(begun.stream().filter(time -> time < SECOND).count()).isBetween(9L, 12L);
    }

    @Test
    void settlesTokensWithTheRealUsage() {
        CallLimits limits = new CallLimits(new LimitSettings(10, null, 6_000), 0);
        Permit permit = granted(limits.reserve(tokens(6_000), 0));
        assertThat(notBefore(limits.reserve(tokens(1), 0)))
                .as("a minute's tokens are set aside")
                .isGreaterThan(59 * SECOND);

        limits.giveBack(permit, new Verdict.Succeeded(tokens(600)), 0);
        assertThat(notBefore(limits.reserve(tokens(1), 0)))
                .as("a tenth of them were used")
                .isBetween(5 * SECOND, 7 * SECOND);
    }

    @Test
    void givesTokensBackWhenACallIsAbandoned() {
        CallLimits limits = new CallLimits(new LimitSettings(10, null, 6_000), 0);
        limits.giveBack(granted(limits.reserve(tokens(6_000), 0)), new Verdict.Abandoned(), 0);

        granted(limits.reserve(tokens(1), 0));
    }

    @Test
    void keepsTheTokensOfACallWhoseUseIsNotKnown() {
        CallLimits limits = new CallLimits(new LimitSettings(10, null, 6_000), 0);
        limits.giveBack(granted(limits.reserve(tokens(6_000), 0)), new Verdict.Unknown(), 0);

        assertThat(notBefore(limits.reserve(tokens(1), 0))).isGreaterThan(59 * SECOND);
    }

    @Test
    void allLimitsAreReservedTogetherOrNotAtAll() {
        CallLimits limits = new CallLimits(new LimitSettings(100, 60, 60_000, 40_000, 6_000, null, null), 0);
        granted(limits.reserve(Use.ofTokens(10, 6_000), 0));
        for (int wish = 0; wish < 1_000; wish++) {
            assertThat(limits.reserve(Use.ofTokens(30_000, 10), 30 * SECOND)).isInstanceOf(Admission.NotBefore.class);
        }

        assertThat(limits.inFlight()).isEqualTo(1);
        assertThat(limits.requestShare(30 * SECOND)).isEqualTo(1 / 60.0);
        granted(limits.reserve(Use.ofTokens(30_000, 10), 61 * SECOND));
    }

    @Test
    void cachedTokensCountAsTokensButNotAsInput() {
        CallLimits limits = new CallLimits(new LimitSettings(100, null, null, 60_000, null, null, null), 0);
        Permit permit = granted(limits.reserve(tokens(60_000), 0));
        limits.giveBack(permit, new Verdict.Succeeded(new Use(60_000, 54_000, 10, BigDecimal.ZERO)), 0);

        assertThat(limits.tokenShare(0)).isEqualTo(0.1);
    }

    @Test
    void moreThanAMinutesWorthGoesAloneAndIsPaidForInFull() {
        CallLimits limits = new CallLimits(new LimitSettings(10, null, 6_000), 0);
        granted(limits.reserve(tokens(600), 0));
        long alone = notBefore(limits.reserve(tokens(18_000), 10 * SECOND));

        assertThat(alone).as("a minute after the call before it").isBetween(60 * SECOND, 61 * SECOND);
        assertThat(limits.exceedsAMinute(tokens(18_000))).isTrue();
        granted(limits.reserve(tokens(18_000), alone));
        assertThat(notBefore(limits.reserve(tokens(1), alone)) - alone)
                .as("three minutes' worth")
                .isBetween(179 * SECOND, 181 * SECOND);
    }

    @Test
    void aLimitOfTheDayIsUsedUpUntilTheOldestUseIsADayOld() {
        LimitSettings settings = new LimitSettings(10, null, null, null, null, 100L, null);
        List<PastUse> past = List.of(
                new PastUse(Duration.ofHours(30), 500, 0),
                new PastUse(Duration.ofHours(20), 60, 0),
                new PastUse(Duration.ofHours(1), 39, 0));
        CallLimits limits = new CallLimits(settings, 0);
        limits.recount(settings, past, 0);
        granted(limits.reserve(tokens(1), 0));

        Admission.Exhausted usedUp = (Admission.Exhausted) limits.reserve(tokens(1), 0);
        assertThat(usedUp.obstacle()).isEqualTo(Admission.Limit.DAY);
        assertThat(usedUp.words()).contains("100 requests a day");
        assertThat(usedUp.again()).isBetween(4 * 60 * MINUTE, 4 * 60 * MINUTE + 15 * MINUTE);
        granted(limits.reserve(tokens(1), usedUp.again()));
    }

    @Test
    void tokensOfTheDayAreSettledToo() {
        LimitSettings settings = new LimitSettings(10, null, null, null, null, null, 1_000L);
        CallLimits limits = new CallLimits(settings, 0);
        Permit permit = granted(limits.reserve(tokens(900), 0));

        assertThat(limits.reserve(tokens(900), 0)).isInstanceOf(Admission.Exhausted.class);
        limits.giveBack(permit, new Verdict.Succeeded(tokens(100)), 0);
        granted(limits.reserve(tokens(900), 0));
    }

    @Test
    void anyOriginOfTimeWorks() {
        long origin = -7 * MINUTE;
        CallLimits limits = new CallLimits(new LimitSettings(1_000, 60, null), origin);
        List<Long> begun = admitAsSoonAsAllowed(limits, origin, origin + MINUTE, 1, null);

        assertThat(begun).hasSizeBetween(59, 60);
    }

    @Test
    void aStricterLimitCountsInFullWhatWasTakenBeforeItAndNoLimitHoldsAtOnce() {
        CallLimits limits = new CallLimits(new LimitSettings(1_000, null, null), 0);
        for (int call = 0; call < 50; call++) {
            granted(limits.reserve(tokens(1), 0));
        }
        limits.configure(new LimitSettings(1_000, 60, null));
        assertThat(limits.requestShare(0)).isEqualTo(50 / 60.0);
        assertThat(admitAsSoonAsAllowed(limits, 0, MINUTE, 1, null)).hasSizeBetween(9, 10);

        limits.configure(new LimitSettings(1_000, null, null));
        for (int call = 0; call < 50; call++) {
            granted(limits.reserve(tokens(1), MINUTE));
        }
    }

    @Test
    void aLimitThatTheProviderReportedHoldsUnderALooserOneOfTheUser() {
        CallLimits limits = new CallLimits(new LimitSettings(1_000, 50, null), 0);
        limits.observe(new ReportedLimits(new ReportedLimits.Window(40L, 40, null), null, null, null), 0);
        granted(limits.reserve(tokens(1), 0));
        limits.configure(new LimitSettings(1_000, 100, null));
        assertThat(limits.requestShare(0)).isEqualTo(1 / 40.0);
        limits.configure(new LimitSettings(1_000, 20, null));
        assertThat(limits.requestShare(0)).isEqualTo(1 / 20.0);
    }

    @Test
    void theStricterOfTwoIsSoLimitByLimit() {
        LimitSettings one = new LimitSettings(4, 60, null, 7, null, 5L, null);
        LimitSettings other = new LimitSettings(9, 50, 900, null, null, 6L, 80L);
        LimitSettings both = new LimitSettings(4, 50, 900, 7, null, 5L, 80L);
        assertThat(one.stricter(other)).isEqualTo(both);
        assertThat(other.stricter(one)).isEqualTo(both);
    }

    @Test
    void refusesLimitsBelowOne() {
        assertThatThrownBy(() -> new LimitSettings(0, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("concurrency must be at least 1 but was 0");
        assertThatThrownBy(() -> new LimitSettings(1, -5, null)).hasMessageContaining("but was -5");
    }

    /** Begins calls as early as the limits allow, with a caller that wakes up late by up to 20 ms when {@code late} is given. */
    private static List<Long> admitAsSoonAsAllowed(
            CallLimits limits, long from, long until, long tokens, @Nullable Random late) {
        List<Long> begun = new ArrayList<>();
        long now = from;
        while (now < until) {
            Admission admission = limits.reserve(tokens(tokens), now);
            if (admission instanceof Admission.NotBefore notBefore) {
                now = notBefore.nanos() + (late == null ? 0 : late.nextInt(20_000_000));
            } else {
                granted(admission);
                begun.add(now);
            }
        }
        return begun;
    }

    private static int mostInAnyMinute(List<Long> times) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= MINUTE) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private static Use tokens(long tokens) {
        return Use.ofTokens(tokens, 0);
    }

    private static Permit granted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Granted.class);
        return ((Admission.Granted) admission).permit();
    }

    private static long notBefore(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.NotBefore.class);
        return ((Admission.NotBefore) admission).nanos();
    }
}
