package io.llmp.batch.dispatch;

import static io.llmp.batch.dispatch.VirtualRun.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.Nightly;
import io.llmp.batch.limit.LimitSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run of a day in virtual time, of half an hour in every build: what is learned from throttles, errors and a stranger who
 * uses half of the limit in each ten minutes makes the last of them no slower than the first.
 */
class PaceSoakTest {

    private static final int PERIODS = Nightly.choose(3, 24 * 6);
    private static final long MINUTE = 60 * SECOND;
    private static final int RPM = 300;
    private static final int SLOTS = 16;

    @ParameterizedTest(name = "declared: {0}")
    @ValueSource(booleans = {true, false})
    void everyTenMinutesAreLikeTheFirst(boolean declared) {
        VirtualProvider provider = new VirtualProvider(1);
        provider.requests = VirtualProvider.bucket(RPM, RPM / 60.0);
        provider.medianSeconds = SLOTS * 60.0 / RPM / 4;
        provider.randomErrors = 0.005;
        VirtualRun run = VirtualRun.run(
                new LimitSettings(SLOTS, declared ? RPM : null, null), provider, Integer.MAX_VALUE, row -> "Why?");
        for (int period = 0; period < PERIODS; period++) {
            long begin = 10L * period * MINUTE;
            run.until(begin + MINUTE);
            provider.requests().change(RPM / 2.0, run.now);
            run.until(begin + 3 * MINUTE);
            provider.requests().change(RPM, run.now);
            run.until(begin + 5 * MINUTE);
            int passed = provider.passed;
            int arrived = provider.arrived;
            int throttled = provider.throttled;
            run.until(begin + 10 * MINUTE);

            assertThat((provider.passed - passed) / (5.0 * RPM))
                    .as("used of the limit, period %s", period)
                    .isBetween(0.9, 1.02);
            assertThat((provider.throttled - throttled) / (double) (provider.arrived - arrived))
                    .as("throttled, period %s", period)
                    .isLessThan(0.02);
            assertThat(run.state().inFlight()).isBetween(0, SLOTS);
        }
        assertThat(run.notMade).isEmpty();
    }
}
