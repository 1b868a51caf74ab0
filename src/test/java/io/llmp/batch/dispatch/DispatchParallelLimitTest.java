package io.llmp.batch.dispatch;

import static io.llmp.batch.dispatch.VirtualRun.SECOND;
import static io.llmp.batch.dispatch.VirtualRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run keeps to the number of calls that its provider allows at once; in virtual time. */
class DispatchParallelLimitTest {

    private static final LimitSettings SLOTS = new LimitSettings(64, null, null);
    private static final double ROW_SECONDS = 0.05;

    @Test
    void fewerCallsAreInFlightAndNothingIsPaused() {
        VirtualProvider provider = provider(2);
        VirtualRun run = run(SLOTS, provider, 40).until(Long.MAX_VALUE);

        assertThat(run.made).hasSize(40).allMatch(made -> made.result() instanceof ModelReply);
        assertThat(run.now)
                .as("40 rows of 50 ms, two at once, whatever retry-after says")
                .isLessThan((long) (1.4 * 40 * ROW_SECONDS / 2 * SECOND));
        assertThat(provider.refused)
                .as("those that were in flight at once, and a trial or two")
                .isLessThan(38 + 5);
    }

    @ParameterizedTest(name = "{0} at once, sigma {1}")
    @CsvSource({"1, 0", "2, 0", "2, 0.8", "7, 0.8", "20, 0", "20, 0.8"})
    void theLimitIsLearnedAndKept(int places, double sigma) {
        VirtualProvider provider = provider(places);
        provider.sigma = sigma;
        VirtualRun run = run(SLOTS, provider, Integer.MAX_VALUE).until(20 * SECOND);
        int refused = provider.refused;
        int arrived = provider.arrived;
        double busy = run.busyNanos;
        run.until(80 * SECOND);

        assertThat((run.busyNanos - busy) / places / (60 * SECOND)).isGreaterThan(0.97);
        assertThat((provider.refused - refused) / (double) (provider.arrived - arrived))
                .as("share of calls refused")
                .isLessThan(0.01);
    }

    @Test
    void placesThatAreFreeAgainAreUsedWithinAMinute() {
        VirtualProvider provider = provider(4);
        VirtualRun run = run(SLOTS, provider, Integer.MAX_VALUE).until(120 * SECOND);
        provider.places = Integer.MAX_VALUE;
        run.until(180 * SECOND);

        assertThat(run.state().concurrency()).isEqualTo(64);
    }

    @Test
    void aProviderThatRefusesEveryCallSoEndsTheRun() {
        VirtualRun run = run(SLOTS, provider(0), 40).until(Long.MAX_VALUE);

        assertThat(run.notMade).hasSize(40).allSatisfy(none -> {
            assertThat(none.failure()).isNotNull();
            assertThat(none.failure().kind()).isEqualTo(FailureKind.OUTAGE);
        });
        assertThat(run.now).isLessThan(17 * 60 * SECOND);
    }

    private static VirtualProvider provider(int places) {
        VirtualProvider provider = new VirtualProvider(3);
        provider.places = places;
        provider.noPlace = FailureKind.PARALLEL_LIMIT;
        provider.noPlaceWait = Duration.ofSeconds(60);
        provider.medianSeconds = ROW_SECONDS;
        provider.sigma = 0;
        return provider;
    }
}
