package io.llmp.batch.dispatch;

import static io.llmp.batch.dispatch.VirtualRun.RETRY;
import static io.llmp.batch.dispatch.VirtualRun.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.llm.ModelReply;
import org.junit.jupiter.api.Test;

/** One call before all others, so that the provider keeps what they begin with; in virtual time. */
class DispatchPrimingTest {

    private static final int SLOTS = 64;

    private final VirtualProvider provider = new VirtualProvider(1);

    @Test
    void theFirstCallIsAnsweredBeforeTheOthersAreMade() {
        provider.sigma = 0;
        VirtualRun run = run(true).until(SECOND / 2);

        assertThat(provider.arrived).isEqualTo(1);
        assertThat(run.state().obstacle()).isEqualTo(CallerState.Obstacle.PRIMING);
        run.until(3 * SECOND / 2);
        assertThat(provider.inside).isEqualTo(SLOTS);
    }

    @Test
    void withoutPrimingAllSlotsAreTakenAtOnce() {
        provider.sigma = 0;
        run(false).until(SECOND / 2);

        assertThat(provider.inside).isEqualTo(SLOTS);
    }

    @Test
    void aFirstCallThatFailsHoldsUpTheOthersNoLongerThanItLasts() {
        provider.awayUntil = SECOND / 100;
        provider.awayFrom = 0;
        VirtualRun run = run(true).until(SECOND / 10);

        assertThat(provider.arrived)
                .as("the call that failed after 0.03 s, and all slots")
                .isEqualTo(1 + SLOTS);
        assertThat(run.until(Long.MAX_VALUE).made).hasSize(1_000).allMatch(made -> made.result() instanceof ModelReply);
    }

    @Test
    void aFirstCallThatIsNeverAnsweredHoldsUpTheOthersUntilItsDeadline() {
        provider.sigma = 0;
        provider.hangUntil = SECOND;
        provider.deadlineNanos = 60 * SECOND;
        VirtualRun run = run(true).until(60 * SECOND - 1);
        assertThat(provider.arrived).isEqualTo(1);

        run.until(60 * SECOND + 1);
        assertThat(provider.inside).isEqualTo(SLOTS);
        assertThat(run.until(Long.MAX_VALUE).made).hasSize(1_000).allMatch(made -> made.result() instanceof ModelReply);
    }

    private VirtualRun run(boolean primes) {
        return new VirtualRun(
                VirtualRun.limits(new LimitSettings(SLOTS, null, null)),
                RETRY,
                null,
                null,
                primes,
                provider,
                1_000,
                row -> "x".repeat(900));
    }
}
