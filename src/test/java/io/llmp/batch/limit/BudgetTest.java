package io.llmp.batch.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

    private static final LimitSettings SLOTS = new LimitSettings(100, null, null);

    private final CallLimits limits = new CallLimits(SLOTS, 0);

    @Test
    void waitsForWhatCallsInFlightMayGiveBackAndThenGoesOn() {
        Budget budget = budget("1.00", "0");
        Permit first = granted(limits.reserve(costing("0.60"), budget, 0));

        assertThat(limits.reserve(costing("0.60"), budget, 0))
                .isEqualTo(new Admission.AfterReturn(Admission.Limit.MONEY));
        limits.giveBack(first, new Verdict.Succeeded(costing("0.10")), 0);
        granted(limits.reserve(costing("0.60"), budget, 0));
    }

    @Test
    void isUsedUpWhenNothingInFlightCouldFreeEnough() {
        Budget budget = budget("1.00", "0.50");
        Permit inFlight = granted(limits.reserve(costing("0.30"), budget, 0));

        assertThat(limits.reserve(costing("0.51"), budget, 0))
                .as("$0.51 would not fit even if the call in flight cost nothing")
                .isInstanceOfSatisfying(Admission.Exhausted.class, usedUp -> {
                    assertThat(usedUp.obstacle()).isEqualTo(Admission.Limit.MONEY);
                    assertThat(usedUp.words()).contains("$0.5 of $1 ").contains("$0.51");
                });
        assertThat(limits.reserve(costing("0.50"), budget, 0)).isInstanceOf(Admission.AfterReturn.class);
        limits.giveBack(inFlight, new Verdict.Succeeded(costing("0.01")), 0);
        assertThat(limits.reserve(costing("0.50"), budget, 0)).isInstanceOf(Admission.Exhausted.class);
    }

    @Test
    void isSpentToTheLastCent() {
        Budget budget = budget("0.30", "0");
        for (int call = 0; call < 3; call++) {
            limits.giveBack(
                    granted(limits.reserve(costing("0.1"), budget, 0)), new Verdict.Succeeded(costing("0.1")), 0);
        }
        assertThat(limits.reserve(costing("0.000000001"), budget, 0)).isInstanceOf(Admission.Exhausted.class);
        granted(limits.reserve(costing("0"), budget, 0));
    }

    @Test
    void countsTheWorstCaseOfACallWhoseUseIsNotKnownAndNothingForOneWithoutWork() {
        Budget budget = new Budget(new BigDecimal("1.00"), BigDecimal.ZERO);

        limits.giveBack(granted(limits.reserve(costing("0.40"), budget, 0)), new Verdict.Abandoned(), 0);
        limits.giveBack(granted(limits.reserve(costing("0.40"), budget, 0)), new Verdict.Throttled(false, null), 0);
        assertThat(budget.spent()).isZero();
        limits.giveBack(granted(limits.reserve(costing("0.40"), budget, 60_000_000_000L)), new Verdict.Unknown(), 0);
        assertThat(budget.spent()).isEqualByComparingTo("0.40");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isNeverPassedNotEvenByWhatIsInFlight(long seed) {
        Random random = new Random(seed);
        BigDecimal cap = dollars(random.nextInt(1, 5_000));
        Budget budget = new Budget(cap, BigDecimal.ZERO);
        Queue<Permit> inFlight = new ArrayDeque<>();
        BigDecimal worst = BigDecimal.ZERO;
        Admission last = new Admission.AfterReturn(Admission.Limit.MONEY);
        for (int step = 0; step < 5_000 && !(last instanceof Admission.Exhausted); step++) {
            if (random.nextInt(3) > 0) {
                last = limits.reserve(new Use(0, 0, 0, dollars(random.nextInt(100))), budget, step);
                if (last instanceof Admission.Granted granted) {
                    inFlight.add(granted.permit());
                    worst = worst.add(granted.permit().foreseen().dollars());
                }
            } else if (!inFlight.isEmpty()) {
                Permit permit = inFlight.remove();
                BigDecimal most = permit.foreseen().dollars();
                BigDecimal real = most.multiply(BigDecimal.valueOf(random.nextDouble()));
                worst = worst.subtract(most);
                limits.giveBack(permit, new Verdict.Succeeded(new Use(0, 0, 0, real)), step);
            }
            assertThat(budget.spent().add(worst)).as("step " + step).isLessThanOrEqualTo(cap);
        }
        assertThat(last).as("small caps are used up in the end").isInstanceOf(Admission.Exhausted.class);
    }

    @Test
    void refusesAmountsBelowNothing() {
        assertThatThrownBy(() -> new Budget(new BigDecimal("-1"), BigDecimal.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 0");
        assertThatThrownBy(() -> costing("-0.01")).hasMessageContaining("at least 0");
    }

    private static Budget budget(String cap, String spent) {
        return new Budget(new BigDecimal(cap), new BigDecimal(spent));
    }

    private static Use costing(String dollars) {
        return new Use(0, 0, 0, new BigDecimal(dollars));
    }

    private static BigDecimal dollars(int thousandths) {
        return BigDecimal.valueOf(thousandths, 3);
    }

    private static Permit granted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Granted.class);
        return ((Admission.Granted) admission).permit();
    }
}
