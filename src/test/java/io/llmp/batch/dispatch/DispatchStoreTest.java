package io.llmp.batch.dispatch;

import static io.llmp.batch.dispatch.VirtualRun.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.LimitSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a store that is slower than the provider does to the calls; in virtual time. */
class DispatchStoreTest {

    private static final int SLOTS = 16;

    private final VirtualProvider provider = new VirtualProvider(1);

    @Test
    void waitingForTheStoreIsNoLatencyOfTheProvider() {
        VirtualRun run = run(5_000);

        run.until(3 * SECOND);
        assertThat(run.state().obstacle()).isEqualTo(CallerState.Obstacle.STORE);
        assertThat(run.state().inFlight()).as("none is kept from ending").isZero();

        run.until(Long.MAX_VALUE);
        assertThat(run.made)
                .hasSize(5_000)
                .allSatisfy(made -> assertThat(made.latency()).isEqualTo(Duration.ofMillis(20)));
        assertThat(run.state().concurrency())
                .as("the provider has not too much to do")
                .isEqualTo(SLOTS);
    }

    @Test
    void noMoreAnswersAreAtRiskThanAsManyAsThereAreSlotsTwice() {
        VirtualRun run = run(5_000).until(Long.MAX_VALUE);

        assertThat(run.mostUnstored).isBetween(SLOTS, 2 * SLOTS);
    }

    private VirtualRun run(int rows) {
        provider.sigma = 0;
        provider.medianSeconds = 0.02;
        VirtualRun run = VirtualRun.run(new LimitSettings(SLOTS, null, null), provider, rows, row -> "x".repeat(900));
        run.fullStore = SLOTS;
        run.commitNanos = SECOND / 2;
        return run;
    }
}
