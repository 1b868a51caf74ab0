package io.llmp.batch.dispatch;

import static io.llmp.batch.dispatch.VirtualRun.SECOND;
import static io.llmp.batch.dispatch.VirtualRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.Nightly;
import io.llmp.batch.dispatch.VirtualProvider.Meter;
import io.llmp.batch.dispatch.VirtualProvider.RetryAfter;
import io.llmp.batch.limit.LimitSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How near the pace comes to what a provider allows, in virtual time. Each provider could be asked four times as much. */
class DispatchPaceTest {

    private static final int ROWS = Integer.MAX_VALUE;
    private static final int TOKENS_OF_A_CALL = 450;
    private static final long WARM = 60 * SECOND;
    private static final long END = 660 * SECOND;

    /** The ways in which providers meter. */
    private enum Metering {
        SMALL_BUCKET,
        BIG_BUCKET,
        FIXED_WINDOW;

        Meter meter(double perMinute) {
            return switch (this) {
                case SMALL_BUCKET -> VirtualProvider.bucket(perMinute, perMinute / 60);
                case BIG_BUCKET -> VirtualProvider.bucket(perMinute, perMinute);
                case FIXED_WINDOW -> VirtualProvider.fixedWindow(perMinute);
            };
        }
    }

    private record Result(double used, double throttled) {}

    static Stream<Arguments> limits() {
        List<Arguments> all = new ArrayList<>();
        for (Metering metering : Metering.values()) {
            for (boolean ofTokens : List.of(true, false)) {
                for (int rpm : List.of(600, 6_000)) {
                    for (int slots : List.of(16, 64)) {
                        all.add(Arguments.of(metering, ofTokens, rpm, slots));
                    }
                }
            }
        }
        return Nightly.pairwise(all).stream();
    }

    @ParameterizedTest(name = "{0}, of tokens: {1}, {2} a minute, {3} slots")
    @MethodSource("limits")
    void usesAConfiguredLimitToNinetySevenPercentFromTheFirstMinuteOn(
            Metering metering, boolean ofTokens, int rpm, int slots) {
        VirtualProvider provider = provider(metering, ofTokens, rpm, slots);
        LimitSettings settings =
                new LimitSettings(slots, ofTokens ? null : rpm, ofTokens ? rpm * TOKENS_OF_A_CALL : null);

        Result result = result(provider, run(settings, provider, ROWS), ofTokens, rpm, 0);
        assertThat(result.used).isBetween(0.97, 1.01);
        assertThat(result.throttled).isLessThan(0.005);
    }

    @ParameterizedTest(name = "{0}, of tokens: {1}, {2} a minute, {3} slots")
    @MethodSource("limits")
    void usesALimitThatOnlyTheProviderReports(Metering metering, boolean ofTokens, int rpm, int slots) {
        VirtualProvider provider = provider(metering, ofTokens, rpm, slots);
        provider.reports = true;

        Result result =
                result(provider, run(new LimitSettings(slots, null, null), provider, ROWS), ofTokens, rpm, WARM);
        assertThat(result.used).isBetween(0.97, 1.05);
        assertThat(result.throttled).isLessThan(0.005);
    }

    @ParameterizedTest(name = "{0}, of tokens: {1}, {2} a minute, {3} slots")
    @MethodSource("limits")
    void findsALimitThatShowsOnlyInThrottles(Metering metering, boolean ofTokens, int rpm, int slots) {
        for (RetryAfter retryAfter : List.of(RetryAfter.MILLIS, RetryAfter.WHOLE_SECONDS)) {
            VirtualProvider provider = provider(metering, ofTokens, rpm, slots);
            provider.retryAfter = retryAfter;

            Result result =
                    result(provider, run(new LimitSettings(slots, null, null), provider, ROWS), ofTokens, rpm, WARM);
            assertThat(result.used).as("used with retry-after %s", retryAfter).isBetween(0.93, 1.07);
            assertThat(result.throttled)
                    .as("throttled with retry-after %s", retryAfter)
                    .isLessThan(0.022);
        }
    }

    @ParameterizedTest(name = "{0}, of tokens: {1}, {2} a minute, {3} slots")
    @MethodSource("limits")
    void findsALimitOfAProviderThatSaysNothingAtAll(Metering metering, boolean ofTokens, int rpm, int slots) {
        VirtualProvider provider = provider(metering, ofTokens, rpm, slots);
        provider.retryAfter = RetryAfter.NOT_SAID;

        Result result =
                result(provider, run(new LimitSettings(slots, null, null), provider, ROWS), ofTokens, rpm, WARM);
        boolean isTried = metering == Metering.FIXED_WINDOW;
        assertThat(result.used)
                .as("the end of a fixed window is found by trying")
                .isBetween(isTried ? 0.8 : 0.85, 1.07);
        assertThat(result.throttled).isLessThan(isTried ? 0.05 : 0.02);
    }

    @ParameterizedTest(name = "reported: {0}")
    @ValueSource(booleans = {true, false})
    void settlesWithinHalfAMinuteWhenALimitIsHalved(boolean reported) {
        for (Metering metering : Metering.values()) {
            VirtualProvider provider = provider(metering, false, 600, 16);
            provider.reports = reported;
            VirtualRun run = run(new LimitSettings(16, reported ? 600 : null, null), provider, ROWS);
            run.until(300 * SECOND);
            provider.requests().change(300, run.now);
            run.until(330 * SECOND);

            Counts before = new Counts(provider);
            run.until(450 * SECOND);
            assertThat((provider.passed - before.passed) / 600.0)
                    .as("%s: used of two minutes", metering)
                    .isBetween(0.85, 1.1);
            assertThat(before.throttledSince(provider))
                    .as("%s: throttled", metering)
                    .isLessThan(0.02);
        }
    }

    /** The ways in which a run may know of a limit. */
    private enum Knowing {
        DECLARED,
        REPORTED,
        THROTTLED
    }

    static Stream<Arguments> strangers() {
        List<Arguments> all = new ArrayList<>();
        for (Knowing knowing : Knowing.values()) {
            // Where nothing but throttles tell of it, so few calls tell too little.
            List<Integer> limits =
                    knowing == Knowing.THROTTLED ? List.of(300, 1_200, 6_000) : List.of(6, 60, 300, 1_200, 6_000);
            for (int rpm : limits) {
                for (int seconds : List.of(5, 60)) {
                    // In a run of twelve seconds, so few calls tell too little.
                    for (int since : rpm < 300 ? List.of(180) : List.of(12, 180)) {
                        all.add(Arguments.of(knowing, rpm, seconds, since, since > seconds ? 0.8 : 0.0));
                    }
                }
            }
        }
        return Nightly.pairwise(all).stream();
    }

    /** Somebody else uses nearly all of the limit with the same key for a while. */
    @ParameterizedTest(name = "{0}, {1} a minute, a stranger for {2} s who comes after {3} s, sigma {4}")
    @MethodSource("strangers")
    void comesBackToTheLimitOnceAStrangerHasLeft(Knowing knowing, int rpm, int seconds, int since, double sigma) {
        VirtualProvider provider = new VirtualProvider(1);
        provider.requests = VirtualProvider.bucket(rpm, Math.max(1, rpm / 60.0));
        provider.medianSeconds = Math.min(1, 64 * 60.0 / rpm / 4);
        provider.sigma = sigma;
        provider.reports = knowing == Knowing.REPORTED;
        provider.retryAfter = RetryAfter.NOT_SAID;
        VirtualRun run = run(new LimitSettings(64, knowing == Knowing.DECLARED ? rpm : null, null), provider, ROWS);
        run.until(since * SECOND);
        provider.requests().change(rpm / 10.0, run.now);
        long left = (since + seconds) * SECOND;
        run.until(left);
        provider.requests().change(rpm, run.now);
        long from = left + Math.max(30, 20 * 60 / rpm) * SECOND;
        run.until(from);

        Counts before = new Counts(provider);
        long minutes = Math.max(2, 60 / rpm);
        run.until(from + minutes * 60 * SECOND);
        assertThat((provider.passed - before.passed) / ((double) minutes * rpm))
                .as("used")
                .isGreaterThan(0.9);
    }

    /** Two runs on one key in their first seconds, or a provider in trouble: 70 % of calls are refused, whatever the pace. */
    @Test
    void comesBackAfterManyRefusalsWhereOnlySlotsAreTheBound() {
        VirtualProvider provider = new VirtualProvider(11);
        provider.medianSeconds = 0.5;
        VirtualRun run = run(new LimitSettings(64, null, null), provider, ROWS);
        run.until(60 * SECOND);
        Counts before = new Counts(provider);
        run.until(120 * SECOND);
        int wont = provider.passed - before.passed;

        provider.randomThrottles = 0.7;
        run.until(140 * SECOND);
        provider.randomThrottles = 0;
        run.until(170 * SECOND);

        before = new Counts(provider);
        run.until(230 * SECOND);
        assertThat((provider.passed - before.passed) / (double) wont).isGreaterThan(0.9);
    }

    /** A stranger who stays is not tried again and again. */
    @Test
    void refusesFewCallsWhereTheStrangerStays() {
        VirtualProvider provider = provider(Metering.SMALL_BUCKET, false, 1_200, 64);
        VirtualRun run = run(new LimitSettings(64, 1_200, null), provider, ROWS);
        run.until(180 * SECOND);
        provider.requests().change(600, run.now);
        run.until(300 * SECOND);

        Counts before = new Counts(provider);
        run.until(1_500 * SECOND);
        assertThat(before.throttledSince(provider)).isLessThan(0.02);
        assertThat((provider.passed - before.passed) / 12_000.0).isGreaterThan(0.85);
    }

    /** Each call that waits has been refused before, while another passed; that makes none of them the one to blame. */
    @Test
    void asksSeldomWhereAlmostNothingIsLetThrough() {
        VirtualProvider provider = new VirtualProvider(7);
        provider.requests = VirtualProvider.bucket(6, 1);
        provider.retryAfter = RetryAfter.NOT_SAID;
        VirtualRun run = run(new LimitSettings(64, null, null), provider, ROWS);
        run.until(180 * SECOND);

        Counts before = new Counts(provider);
        run.until(1_380 * SECOND);
        assertThat((provider.passed - before.passed) / 120.0).as("used").isGreaterThan(0.5);
        assertThat((provider.arrived - before.arrived) / 1_200.0)
                .as("calls a second")
                .isLessThan(0.5);
    }

    @Test
    void findsOutThatALimitHasGrown() {
        VirtualProvider provider = provider(Metering.SMALL_BUCKET, false, 600, 64);
        VirtualRun run = run(new LimitSettings(64, null, null), provider, ROWS);
        run.until(300 * SECOND);
        provider.requests().change(1_200, run.now);
        run.until(480 * SECOND);

        Counts before = new Counts(provider);
        run.until(600 * SECOND);
        assertThat((provider.passed - before.passed) / 2_400.0).isGreaterThan(0.85);
    }

    @ParameterizedTest(name = "{0} slots")
    @ValueSource(ints = {1, 4, 16, 64})
    void keepsTheSlotsOfAHealthyProviderBusyHoweverItsLatencyVaries(int slots) {
        for (double sigma : List.of(0.0, 0.8)) {
            VirtualProvider provider = new VirtualProvider(7);
            provider.medianSeconds = 0.05;
            provider.sigma = sigma;
            VirtualRun run = run(new LimitSettings(slots, null, null), provider, ROWS);
            run.until(30 * SECOND);

            assertThat(run.busyNanos / slots / run.now).as("sigma %s", sigma).isGreaterThan(0.999);
        }
    }

    @ParameterizedTest(name = "{0} of all calls")
    @ValueSource(doubles = {0.01, 0.05, 0.2})
    void throttlesByChanceDoNotMakeThePaceFallWithoutEnd(double share) {
        VirtualProvider provider = new VirtualProvider(8);
        provider.medianSeconds = 0.05;
        provider.randomThrottles = share;
        VirtualRun run = run(new LimitSettings(16, null, null), provider, ROWS);
        run.until(600 * SECOND);

        Counts before = new Counts(provider);
        run.until(900 * SECOND);
        assertThat((provider.passed - before.passed) / 300.0)
                .as("a second, of 230 without a throttle; each pauses all for a quarter of a second")
                .isGreaterThan(Math.min(40, 1 / share));
    }

    @Test
    void followsAProviderThatTakesOnlySoManyCallsAtOnce() {
        VirtualProvider provider = new VirtualProvider(9);
        provider.places = 20;
        VirtualRun run = run(new LimitSettings(64, null, null), provider, ROWS);
        run.until(120 * SECOND);

        Counts before = new Counts(provider);
        double busy = run.busyNanos;
        run.until(600 * SECOND);
        assertThat((run.busyNanos - busy) / 20 / (480 * SECOND))
                .as("places in use")
                .isBetween(0.75, 1.05);
        assertThat(before.throttledSince(provider)).isLessThan(0.05);
    }

    private static VirtualProvider provider(Metering metering, boolean ofTokens, int rpm, int slots) {
        VirtualProvider provider = new VirtualProvider(1);
        if (ofTokens) {
            provider.tokens = metering.meter((double) rpm * TOKENS_OF_A_CALL);
        } else {
            provider.requests = metering.meter(rpm);
        }
        provider.medianSeconds = slots * 60.0 / rpm / 4;
        return provider;
    }

    private static Result result(VirtualProvider provider, VirtualRun run, boolean ofTokens, int rpm, long from) {
        run.until(from);
        Counts before = new Counts(provider);
        run.until(END);
        double passed =
                ofTokens ? (provider.passedTokens - before.tokens) / TOKENS_OF_A_CALL : provider.passed - before.passed;
        double minutes = (END - from) / (60.0 * SECOND);
        return new Result(passed / (rpm * minutes), before.throttledSince(provider));
    }

    private record Counts(int arrived, int passed, double tokens, int throttled) {

        Counts(VirtualProvider provider) {
            this(provider.arrived, provider.passed, provider.passedTokens, provider.throttled);
        }

        double throttledSince(VirtualProvider provider) {
            return (provider.throttled - throttled) / (double) (provider.arrived - arrived);
        }
    }
}
