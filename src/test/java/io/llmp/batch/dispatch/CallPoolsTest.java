package io.llmp.batch.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.PastUse;
import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which runs share limits, and which limits those are. */
@Timeout(300)
class CallPoolsTest {

    private static final CallPoolKey KEY = key("0123456789ab", "m");

    private final AtomicLong time = new AtomicLong();
    private final CallPools pools = new CallPools(
            RetryPolicies.of(1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(20)),
            time::get,
            new Random(1));

    @Test
    void theStrictestOfWhatLanesDeclareHoldsAsLongAsItsLaneIsOpen() {
        try (Lane wide = open(KEY, new LimitSettings(8, 100, null))) {
            assertThat(wide.state().concurrency()).isEqualTo(8);
            call(wide);
            assertThat(wide.state().requestShare()).isEqualTo(1 / 100.0);
            try (Lane narrow = open(KEY, new LimitSettings(16, 50, null))) {
                assertThat(narrow.state().concurrency()).isEqualTo(8);
                assertThat(narrow.state().requestShare())
                        .as("a call of the other lane counts")
                        .isEqualTo(1 / 50.0);
                assertThat(wide.state().requestShare()).isEqualTo(1 / 50.0);
            }
            assertThat(wide.state().requestShare()).isEqualTo(1 / 100.0);
        }
    }

    @Test
    void anotherKeyOrModelHasLimitsOfItsOwn() {
        LimitSettings limits = new LimitSettings(8, 100, null);
        try (Lane lane = open(KEY, limits);
                Lane otherKey = open(key("ba9876543210", "m"), limits);
                Lane otherModel = open(key("0123456789ab", "n"), limits)) {
            call(lane);
            assertThat(lane.state().requestShare()).isEqualTo(1 / 100.0);
            assertThat(otherKey.state().requestShare()).isZero();
            assertThat(otherModel.state().requestShare()).isZero();
        }
    }

    @Test
    void whatWasUsedInTheLastMinuteCountsForTheNextRun() {
        LimitSettings limits = new LimitSettings(8, 100, null);
        try (Lane first = open(KEY, limits)) {
            call(first);
        }
        time.addAndGet(Duration.ofSeconds(30).toNanos());
        try (Lane second = open(KEY, new LimitSettings(4, 50, null))) {
            assertThat(second.state().requestShare()).isEqualTo(1 / 50.0);
            assertThat(second.state().concurrency()).isEqualTo(4);
        }
        time.addAndGet(Duration.ofSeconds(61).toNanos());
        try (Lane third = open(KEY, limits)) {
            assertThat(third.state().requestShare()).isZero();
        }
    }

    @Test
    void theLastDayIsCountedOnce() {
        LimitSettings two = new LimitSettings(8, null, null, null, null, 2L, null);
        List<PastUse> lastDay = List.of(new PastUse(Duration.ofHours(1), 1, 0));
        try (Lane unknown = pools.open(KEY, two, null, Lane.Settings.of(new Client()));
                Lane first = pools.open(KEY, two, lastDay, Lane.Settings.of(new Client()));
                Lane second = pools.open(KEY, two, lastDay, Lane.Settings.of(new Client()))) {
            call(second);
            assertThat(first.call(request()).join()).isInstanceOf(CallResult.NotMade.class);
            assertThat(unknown.call(request()).join()).isInstanceOf(CallResult.NotMade.class);
        }
    }

    @Test
    void aLaneThatClosesLeavesTheCallsOfOthersInFlight() throws Exception {
        Client held = new Client();
        CountDownLatch end = new CountDownLatch(1);
        held.before = () -> await(end);
        LimitSettings limits = new LimitSettings(8, null, null);
        try (Lane other = pools.open(KEY, limits, null, Lane.Settings.of(held))) {
            CompletableFuture<CallResult> inFlight;
            try (Lane closed = open(KEY, limits)) {
                inFlight = other.call(request());
                call(closed);
            }
            assertThat(inFlight).isNotDone();
            end.countDown();
            assertThat(inFlight.get(20, TimeUnit.SECONDS)).isInstanceOf(CallResult.Made.class);
            call(other);
        }
    }

    @Test
    void aLaneMayBeClosedTwice() {
        LimitSettings limits = new LimitSettings(8, null, null);
        Lane twice = open(KEY, limits);
        twice.close();
        try (Lane next = open(KEY, limits)) {
            twice.close();
            call(next);
        }
    }

    private Lane open(CallPoolKey key, LimitSettings limits) {
        return pools.open(key, limits, null, Lane.Settings.of(new Client()));
    }

    private static CallPoolKey key(String fingerprint, String model) {
        return new CallPoolKey("openai", URI.create("http://localhost/v1"), fingerprint, model);
    }

    private static void call(Lane lane) {
        assertThat(lane.call(request()).orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(CallResult.Made.class);
    }

    private static ModelRequest request() {
        return VirtualRun.request("row");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Client implements ModelClient {

        private volatile Runnable before = () -> {};

        @Override
        public ModelResult call(ModelRequest request) {
            before.run();
            return new ModelReply(
                    "ok", ModelReply.Ending.COMPLETE, null, null, new Usage(1, 0, 1), ReportedLimits.NONE);
        }

        @Override
        public void close() {}
    }
}
