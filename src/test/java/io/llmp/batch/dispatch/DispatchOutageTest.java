package io.llmp.batch.dispatch;

import static io.llmp.batch.dispatch.VirtualRun.SECOND;
import static io.llmp.batch.dispatch.VirtualRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a run whose provider, or some of whose rows, are broken; in virtual time. */
class DispatchOutageTest {

    private static final LimitSettings SLOTS = new LimitSettings(16, null, null);

    @ParameterizedTest(name = "{0} minutes")
    @ValueSource(ints = {1, 5, 14})
    void anOutagePausesTheRunAndCostsNoItem(int minutes) {
        VirtualProvider provider = new VirtualProvider(1);
        provider.awayFrom = 20 * SECOND;
        provider.awayUntil = (20 + 60L * minutes) * SECOND;
        VirtualRun run = run(SLOTS, provider, 2_000).until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(2_000).allMatch(made -> made.result() instanceof ModelReply);
        assertThat(run.notMade).isEmpty();
        assertThat(run.begun.size() - 2_000)
                .as("calls made during the outage: those in flight, those until it was noticed, and probes")
                .isLessThan(2 * 16 + 15 + 20);
        assertThat(run.now)
                .as("goes on within the longest time between probes")
                .isLessThan(provider.awayUntil + 60 * SECOND + 180 * SECOND);
    }

    @Test
    void aProbeThatIsAnsweredByNoModelDoesNotKeepOthersFromBeingMade() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.awayFrom = 20 * SECOND;
        VirtualRun run = run(SLOTS, provider, 2_000).until(60 * SECOND);
        provider.awayKind = FailureKind.UNREADABLE;
        run.until(200 * SECOND);
        provider.awayUntil = run.now;
        run.until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(2_000);
        assertThat(run.made.stream().filter(made -> !(made.result() instanceof ModelReply)))
                .as("probes that were answered so twice")
                .hasSizeLessThan(5);
    }

    @Test
    void tellsThatItWaitsForTheProvider() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.awayFrom = 20 * SECOND;
        VirtualRun run = run(SLOTS, provider, 2_000).until(100 * SECOND);

        assertThat(run.state().obstacle()).isEqualTo(CallerState.Obstacle.OUTAGE);
        assertThat(run.state().forAtLeast().toSeconds()).isBetween(1L, 60L);
    }

    @Test
    void doesNotAskBeforeTheProviderSaysThatItIsBack() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.awayFrom = 20 * SECOND;
        provider.awayUntil = 320 * SECOND;
        provider.saysUntilWhenItIsAway = true;
        VirtualRun run = run(SLOTS, provider, 2_000);
        run.until(25 * SECOND);
        int arrived = provider.arrived;
        run.until(319 * SECOND);
        assertThat(provider.arrived).isEqualTo(arrived);

        run.until(Long.MAX_VALUE);
        assertThat(run.made).hasSize(2_000).allMatch(made -> made.result() instanceof ModelReply);
    }

    @Test
    void anOutageLongerThanItsBoundEndsTheRunWithNothingGivenUp() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.awayFrom = 20 * SECOND;
        VirtualRun run = run(SLOTS, provider, 2_000).until(Long.MAX_VALUE);

        assertThat(run.made).allMatch(made -> made.result() instanceof ModelReply);
        assertThat(run.notMade).hasSize(2_000 - run.made.size()).allSatisfy(none -> {
            assertThat(none.failure()).isNotNull();
            assertThat(none.failure().kind()).isEqualTo(FailureKind.OUTAGE);
            assertThat(none.failure().message()).contains("15 min").contains("HTTP 500");
        });
        assertThat(run.now).isBetween((20 + 15 * 60) * SECOND, (20 + 17 * 60) * SECOND);
    }

    @Test
    void outagesThatComeBackAgainAndAgainCostNoItem() {
        VirtualProvider provider = new VirtualProvider(1);
        VirtualRun run = run(SLOTS, provider, 4_000);
        for (int outage = 0; outage < 20; outage++) {
            provider.awayFrom = run.now + 5 * SECOND;
            provider.awayUntil = provider.awayFrom + 40 * SECOND;
            run.until(provider.awayUntil + 5 * SECOND);
        }
        run.until(Long.MAX_VALUE);
        assertThat(run.made).hasSize(4_000).allMatch(made -> made.result() instanceof ModelReply);
    }

    @ParameterizedTest
    @CsvSource({"12, UNREACHABLE", "12, OVERLOADED", "40, UNREACHABLE"})
    void anOutageThatMeetsTheLastRowsCostsNone(int rows, FailureKind kind) {
        VirtualProvider provider = new VirtualProvider(1);
        provider.sigma = 0;
        provider.awayFrom = 3 * SECOND / 2;
        provider.awayUntil = 600 * SECOND;
        provider.awayKind = kind;
        VirtualRun run = run(new LimitSettings(4, null, null), provider, rows).until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(rows).allMatch(made -> made.result() instanceof ModelReply);
        assertThat(run.now).isBetween(600 * SECOND, (600 + 60 + 30) * SECOND);
    }

    @Test
    void aCallThatWasUnderWayWhenTheProviderWentIsNotLostWhoeverWasAnsweredLast() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.sigma = 1.5;
        provider.awayFrom = 6 * SECOND;
        provider.awayUntil = 600 * SECOND;
        provider.awayKind = FailureKind.UNREACHABLE;
        provider.dropsWhatIsInside = true;
        VirtualRun run = run(new LimitSettings(8, null, null), provider, 60).until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(60).allMatch(made -> made.result() instanceof ModelReply);
    }

    @Test
    void anOverloadThatWasThereBeforeTheRunIsWaitedFor() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.awayFrom = 0;
        provider.awayUntil = 600 * SECOND;
        provider.awayKind = FailureKind.OVERLOADED;
        VirtualRun run = run(SLOTS, provider, 500).until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(500).allMatch(made -> made.result() instanceof ModelReply);
    }

    @Test
    void aServerThatBreaksByTheLastRowIsNotAway() {
        VirtualRun run = run(SLOTS, new VirtualProvider(1), 100, row -> row == 99 ? "poison" : "fine")
                .until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(100);
        assertThat(run.made.stream().filter(made -> made.result() instanceof CallFailure))
                .singleElement()
                .satisfies(made -> assertThat(made.attempts()).isEqualTo(7));
    }

    @Test
    void anOverloadedProviderGetsFewerCallsAtOnceAndNoRowIsLost() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.places = 20;
        provider.noPlace = FailureKind.OVERLOADED;
        VirtualRun run =
                run(new LimitSettings(64, null, null), provider, 20_000).until(300 * SECOND);

        assertThat(run.state().concurrency()).isBetween(15, 25);
        assertThat(run.state().obstacle()).as("slows only").isNotEqualTo(CallerState.Obstacle.OUTAGE);
        int refused = provider.refused;
        int arrived = provider.arrived;
        run.until(Long.MAX_VALUE);
        assertThat(provider.refused - refused)
                .as("of the calls once it has settled")
                .isLessThan((provider.arrived - arrived) / 20);
        assertThat(run.made).hasSize(20_000).allMatch(made -> made.result() instanceof ModelReply);
    }

    @Test
    void aProviderThatNeverAnsweredFailsTheFirstCallsWithinAMinute() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.awayFrom = 0;
        provider.awayKind = FailureKind.UNREACHABLE;
        VirtualRun run = run(SLOTS, provider, 2_000).until(60 * SECOND);

        assertThat(run.made).isNotEmpty().allSatisfy(made -> {
            assertThat(made.attempts()).isEqualTo(7);
            assertThat(made.result()).isInstanceOf(CallFailure.class);
        });
    }

    @Test
    void rowsThatAlwaysFailAreGivenUpAndSlowNoOther() {
        VirtualProvider healthy = new VirtualProvider(1);
        VirtualRun without = run(SLOTS, healthy, 3_000).until(Long.MAX_VALUE);
        VirtualProvider provider = new VirtualProvider(1);
        VirtualRun with = run(SLOTS, provider, 3_000, row -> row % 100 == 50 ? "poison " + row : "fine")
                .until(Long.MAX_VALUE);

        assertThat(with.made).hasSize(3_000);
        assertThat(with.made.stream().filter(made -> made.result() instanceof CallFailure))
                .hasSize(30)
                .allSatisfy(made -> assertThat(made.attempts()).isEqualTo(7));
        assertThat(with.now).isLessThan(without.now + 130 * SECOND);
        assertThat(with.lastOf("fine")).as("the others").isLessThan((long) (1.05 * without.now));
    }

    @Test
    void aRowThatIsAlwaysThrottledSlowsNoOtherAndIsGivenUpInTheEnd() {
        VirtualProvider healthy = new VirtualProvider(1);
        VirtualRun without = run(SLOTS, healthy, 20_000).until(Long.MAX_VALUE);
        VirtualProvider provider = new VirtualProvider(1);
        VirtualRun with = run(SLOTS, provider, 20_000, row -> row == 500 ? "throttle" : "fine")
                .until(Long.MAX_VALUE);

        assertThat(with.made).hasSize(20_000);
        assertThat(with.made.stream().filter(made -> made.result() instanceof CallFailure))
                .hasSize(1);
        assertThat(with.lastOf("fine")).isLessThan((long) (1.05 * without.now));
    }

    @Test
    void aCallThatIsThrottledGoesBackToItsOldPlace() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.requests = VirtualProvider.bucket(600, 10);
        VirtualRun run = run(new LimitSettings(64, null, null), provider, 600, row -> "row " + row)
                .until(Long.MAX_VALUE);

        assertThat(provider.throttled).isGreaterThan(60);
        Map<String, Integer> last = run.lastAttempts();
        for (int row = 0; row < 400; row++) {
            assertThat(last.get("row " + row))
                    .as("row %d is let through before those that came more than three rounds later", row)
                    .isLessThan(last.get("row " + (row + 200)));
        }
    }

    @Test
    void nothingIsTriedAgainByAPolicyOfOneAttempt() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.awayFrom = 10 * SECOND;
        RetryPolicy once = RetryPolicies.of(
                1, VirtualRun.RETRY.firstDelay(), VirtualRun.RETRY.maxDelay(), VirtualRun.RETRY.maxElapsed());
        VirtualRun run = new VirtualRun(VirtualRun.limits(SLOTS), once, null, null, false, provider, 500, row -> "fine")
                .until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(500).allMatch(made -> made.attempts() == 1);
    }

    @Test
    void retriesTakeNoMoreThanTheirShareWhileFirstAttemptsWait() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.randomErrors = 0.3;
        VirtualRun run = run(SLOTS, provider, 10_000, row -> "row " + row);
        while (run.firstAttempts() < 9_000) {
            run.until(run.now + SECOND);
            int retries = run.begun.size() - run.firstAttempts();
            assertThat(retries).isLessThanOrEqualTo((int) (0.2 * run.firstAttempts()) + 100);
        }
        run.until(Long.MAX_VALUE);
        assertThat(run.made.stream().filter(made -> made.result() instanceof ModelReply))
                .as("and yet all get their answer but for the odd seven failures in a row")
                .hasSizeGreaterThan(9_950);
    }
}
