package io.llmp.batch.dispatch;

import static io.llmp.batch.dispatch.VirtualRun.NO_CLIENT;
import static io.llmp.batch.dispatch.VirtualRun.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.dispatch.VirtualLanes.Fate;
import io.llmp.batch.dispatch.VirtualLanes.VirtualLane;
import io.llmp.batch.limit.Budget;
import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** What several runs on one key make of its limits, and of each other; in virtual time. */
class LanesTest {

    private static final long MINUTE = 60 * SECOND;
    private static final Lane.Settings PLAIN = Lane.Settings.of(NO_CLIENT);
    private static final LimitSettings SIXTY_A_MINUTE = new LimitSettings(16, 60, null);

    @Test
    void twoLanesKeepALimitTogetherAndEachHasItsPart() {
        VirtualLanes lanes = lanes(SIXTY_A_MINUTE);
        VirtualLane quick = lanes.open(PLAIN, 2_000, answered(1));
        VirtualLane slow = lanes.open(PLAIN, 2_000, answered(10));
        lanes.until(10 * MINUTE);

        List<Long> together = new ArrayList<>(quick.begun);
        together.addAll(slow.begun);
        assertThat(mostInAMinute(together)).isLessThanOrEqualTo(60);
        assertThat(together).hasSizeGreaterThan(580);
        assertThat(quick.begun).hasSizeGreaterThan(together.size() * 2 / 5);
        assertThat(slow.begun).hasSizeGreaterThan(together.size() * 2 / 5);
    }

    @Test
    void aLaneAloneUsesAllOfALimitAndSoDoesOneBesideAnotherWithoutCalls() {
        VirtualLanes lanes = lanes(SIXTY_A_MINUTE);
        lanes.open(PLAIN, 0, answered(1));
        VirtualLane busy = lanes.open(PLAIN, 2_000, answered(1));
        lanes.until(10 * MINUTE);

        assertThat(busy.begun).hasSizeGreaterThan(580);
    }

    @Test
    void slowAnswersOfOneLaneLeaveAnotherItsShareOfTheSlots() {
        VirtualLanes lanes = lanes(new LimitSettings(16, null, null));
        VirtualLane slow = lanes.open(PLAIN, 10_000, answered(60));
        lanes.until(MINUTE / 2);
        assertThat(slow.inFlight()).as("alone").isEqualTo(16);

        VirtualLane quick = lanes.open(PLAIN, 2_000, answered(1));
        lanes.until(2 * MINUTE + SECOND / 2);
        assertThat(slow.inFlight()).isEqualTo(8);
        assertThat(quick.inFlight()).isEqualTo(8);

        lanes.until(10 * MINUTE + SECOND / 2);
        assertThat(quick.replies).as("at 8 a second").hasSize(2_000);
        assertThat(slow.inFlight()).as("alone again").isEqualTo(16);
        assertThat(lanes.mostInFlight).isEqualTo(16);
    }

    @Test
    void aLaneThatSpentItsBudgetEndsAlone() {
        Price price = new Price(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);
        Budget budget = new Budget(new BigDecimal("0.01"), BigDecimal.ZERO);
        VirtualLanes lanes = lanes(new LimitSettings(16, null, null));
        VirtualLane poor =
                lanes.open(new Lane.Settings(NO_CLIENT, price, budget, false, () -> false), 100, answered(1));
        VirtualLane rich = lanes.open(PLAIN, 500, answered(1));
        lanes.until(10 * MINUTE);

        assertThat(poor.notMade)
                .isNotEmpty()
                .allSatisfy(none -> assertThat(none.failure())
                        .isNotNull()
                        .extracting(CallFailure::kind)
                        .isEqualTo(FailureKind.SPENDING_LIMIT_REACHED));
        assertThat(budget.spent()).isLessThanOrEqualTo(budget.cap());
        assertThat(rich.replies).hasSize(500);
    }

    /** Another lane's answers say nothing of the settings of this one. */
    @Test
    void aLaneWhoseSettingsAreRefusedEndsAlone() {
        VirtualLanes lanes = lanes(new LimitSettings(16, null, null));
        VirtualLane good = lanes.open(PLAIN, 500, answered(1));
        lanes.until(2 * SECOND);
        VirtualLane bad = lanes.open(PLAIN, 500, failed(FailureKind.SETTING_REFUSED, "no temperature"));
        lanes.until(10 * MINUTE);

        assertThat(bad.begun).as("those that were in flight with the first").hasSizeLessThanOrEqualTo(8);
        assertThat(bad.notMade)
                .hasSize(500)
                .allSatisfy(none -> assertThat(none.failure())
                        .isEqualTo(CallFailure.of(FailureKind.SETTING_REFUSED, "no temperature")));
        assertThat(good.replies).hasSize(500);
    }

    @Test
    void aWrongKeyEndsEachLaneWithItsOwnWords() {
        VirtualLanes lanes = lanes(new LimitSettings(16, null, null));
        VirtualLane one = lanes.open(PLAIN, 50, failed(FailureKind.ACCESS_DENIED, "HTTP 401, request 1"));
        VirtualLane two = lanes.open(PLAIN, 50, failed(FailureKind.ACCESS_DENIED, "HTTP 401, request 2"));
        lanes.until(10 * MINUTE);

        assertThat(one.notMade)
                .hasSize(50)
                .allSatisfy(none -> assertThat(none.failure())
                        .isEqualTo(CallFailure.of(FailureKind.ACCESS_DENIED, "HTTP 401, request 1")));
        assertThat(two.notMade)
                .hasSize(50)
                .allSatisfy(none -> assertThat(none.failure())
                        .isEqualTo(CallFailure.of(FailureKind.ACCESS_DENIED, "HTTP 401, request 2")));
    }

    @Test
    void aLaneThatIsStoppedLeavesTheOthersCallsAndItsSlots() {
        VirtualLanes lanes = lanes(new LimitSettings(16, null, null));
        VirtualLane stopped = lanes.open(PLAIN, 500, answered(1));
        VirtualLane other = lanes.open(PLAIN, 500, answered(1));
        lanes.until(SECOND / 2);
        lanes.close(stopped);
        assertThat(stopped.notMade).hasSize(492);

        lanes.until(3 * SECOND / 2);
        assertThat(stopped.replies).as("what was in flight ends by itself").hasSize(8);
        assertThat(other.inFlight()).isEqualTo(16);
        lanes.until(10 * MINUTE);
        assertThat(other.replies).hasSize(500);
    }

    @Test
    void aLaneWhoseStoreIsFullHoldsUpNoOther() {
        VirtualLanes lanes = lanes(new LimitSettings(16, null, null));
        VirtualLane full = lanes.open(new Lane.Settings(NO_CLIENT, null, null, false, () -> true), 500, answered(1));
        VirtualLane other = lanes.open(PLAIN, 500, answered(1));
        lanes.until(10 * MINUTE);

        assertThat(full.begun).isEmpty();
        assertThat(other.replies).hasSize(500);
    }

    @Test
    void anOutageIsProbedByOneCallOfAllLanesAndOverForAll() {
        VirtualLanes lanes = lanes(new LimitSettings(16, null, null));
        LongFunction<Fate> awayForAMinute = now -> now < 2 * SECOND || now > MINUTE
                ? answered(1).apply(now)
                : failed(FailureKind.UNAVAILABLE, "HTTP 503").apply(now);
        VirtualLane one = lanes.open(PLAIN, 500, awayForAMinute);
        VirtualLane two = lanes.open(PLAIN, 500, awayForAMinute);
        lanes.until(MINUTE);
        List<Long> together = new ArrayList<>(one.begun);
        together.addAll(two.begun);
        assertThat(together.stream().filter(begun -> begun > 10 * SECOND))
                .as("probes, at delays that double")
                .hasSizeBetween(1, 5);

        lanes.until(20 * MINUTE);
        assertThat(one.replies).hasSize(500);
        assertThat(two.replies).hasSize(500);
    }

    private static VirtualLanes lanes(LimitSettings settings) {
        return new VirtualLanes(new CallLimits(settings, 0));
    }

    private static LongFunction<Fate> answered(int seconds) {
        ModelReply reply = new ModelReply(
                "ok", ModelReply.Ending.COMPLETE, null, null, new Usage(100, 0, 100), ReportedLimits.NONE);
        return now -> new Fate(reply, seconds * SECOND);
    }

    private static LongFunction<Fate> failed(FailureKind kind, String words) {
        return now -> new Fate(CallFailure.of(kind, words), SECOND / 10);
    }

    private static int mostInAMinute(List<Long> begun) {
        List<Long> sorted = begun.stream().sorted().toList();
        int most = 0;
        int from = 0;
        for (int i = 0; i < sorted.size(); i++) {
            while (sorted.get(i) - sorted.get(from) >= MINUTE) {
                from++;
            }
            most = Math.max(most, i - from + 1);
        }
        return most;
    }
}
