package io.llmp.batch.dispatch;

import static io.llmp.batch.dispatch.VirtualRun.RETRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.limit.Budget;
import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.PastUse;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a run that comes to a limit of the day, of money, or of a single call; in virtual time. */
class DispatchLimitTest {

    private static final LimitSettings SLOTS = new LimitSettings(16, null, null);
    private static final Price PRICE = new Price(new BigDecimal("2"), new BigDecimal("0.5"), new BigDecimal("8"));

    @Test
    void aUsedUpDayEndsTheRunAndTellsFromWhenItMayGoOn() {
        LimitSettings settings = new LimitSettings(16, null, null, null, null, 1_000L, null);
        List<PastUse> lastDay = List.of(new PastUse(Duration.ofHours(14), 600, 0));
        CallLimits limits = new CallLimits(settings, 0);
        limits.recount(settings, lastDay, 0);
        VirtualRun run = run(limits, null, null, new VirtualProvider(1), 2_000);
        run.until(Long.MAX_VALUE);

        assertThat(run.made).as("what is in flight ends").hasSize(400);
        assertThat(run.notMade).hasSize(1_600).allSatisfy(none -> {
            assertThat(none.failure()).isNotNull();
            assertThat(none.failure().kind()).isEqualTo(FailureKind.LIMIT_REACHED);
            assertThat(none.failure().message()).contains("1000 requests a day").containsPattern("again in (9 h|10 h)");
            assertThat(none.failure().retryAfter()).isBetween(Duration.ofHours(9), Duration.ofMinutes(615));
        });
    }

    @Test
    void aProviderThatAsksToWaitForHoursEndsTheRun() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.requests = VirtualProvider.bucket(0.02, 300);
        VirtualRun run =
                run(new CallLimits(SLOTS, 0), null, null, provider, 1_000).until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(300).allMatch(made -> made.result() instanceof ModelReply);
        assertThat(run.notMade).allSatisfy(none -> {
            assertThat(none.failure()).isNotNull();
            assertThat(none.failure().kind()).isEqualTo(FailureKind.LIMIT_REACHED);
            assertThat(none.failure().message()).contains("min").contains("HTTP 429");
        });
    }

    @Test
    void aSpendingLimitIsNeverPassedAndIsUsedNearly() {
        BigDecimal cap = new BigDecimal("0.50");
        Budget budget = new Budget(cap, BigDecimal.ZERO);
        VirtualProvider provider = new VirtualProvider(1);
        VirtualRun run =
                run(new CallLimits(SLOTS, 0), PRICE, budget, provider, 2_000).until(Long.MAX_VALUE);

        BigDecimal spent = run.made.stream()
                .map(made -> PRICE.cost(((ModelReply) made.result()).usage()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(spent).isLessThanOrEqualTo(cap).isEqualByComparingTo(budget.spent());
        assertThat(spent).as("up to the worst case of one call, $0.0076").isGreaterThan(new BigDecimal("0.49"));
        assertThat(run.notMade).hasSize(2_000 - run.made.size()).allSatisfy(none -> {
            assertThat(none.failure()).isNotNull();
            assertThat(none.failure().kind()).isEqualTo(FailureKind.SPENDING_LIMIT_REACHED);
            assertThat(none.failure().message()).contains("of $0.5 are spent");
        });
    }

    @Test
    void theWorstCaseIsAboveWhatAnyCallCosts() {
        String text = "Grüße, 世界 😀";
        ModelRequest request = VirtualRun.request(text, 100);

        assertThat(PRICE.worstCase(request))
                .as("20 bytes and 1,000 for the provider, at $2 and $8 a million")
                .isEqualByComparingTo("0.00284");
        assertThat(PRICE.worstCase(VirtualRun.request(text, null))).isGreaterThan(new BigDecimal("1"));
    }

    @Test
    void aSpendingLimitWithoutAPriceIsAMistake() {
        Budget budget = new Budget(BigDecimal.ONE, BigDecimal.ZERO);
        assertThatThrownBy(() -> new Lane.Settings(VirtualRun.NO_CLIENT, null, budget, false, () -> false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("price");
    }

    @Test
    void aCallOverAMinutesTokensGoesAloneAndIsGivenUpWhenItIsThrottled() {
        VirtualProvider provider = new VirtualProvider(1);
        provider.tokens = VirtualProvider.fixedWindow(60_000);
        VirtualRun run = new VirtualRun(
                new CallLimits(new LimitSettings(16, null, 60_000), 0),
                RETRY,
                null,
                null,
                false,
                provider,
                400,
                row -> (row == 30 ? "huge" : "").concat("x".repeat(row == 30 ? 400_000 : 400)));
        run.until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(400);
        assertThat(run.made.stream().filter(made -> made.result() instanceof CallFailure))
                .singleElement()
                .satisfies(made -> {
                    assertThat(made.attempts()).isEqualTo(1);
                    CallFailure failure = (CallFailure) made.result();
                    assertThat(failure.kind()).isEqualTo(FailureKind.PROMPT_TOO_LONG);
                    assertThat(failure.message()).contains("tokens are more than the limit of a whole minute");
                });
    }

    private static VirtualRun run(
            CallLimits limits, @Nullable Price price, @Nullable Budget budget, VirtualProvider provider, int rows) {
        return new VirtualRun(limits, RETRY, price, budget, false, provider, rows, row -> "x".repeat(900));
    }
}
