package io.llmp.batch.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.Budget;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a call is admitted, repeated and given up. Long because all of it shares one lane, provider and clock. */
@Timeout(300)
class LaneTest {

    private static final RetryPolicy QUICK =
            RetryPolicies.of(3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(20));

    @Test
    void keepsAsManyCallsInFlightAsThereAreSlotsAndNoMore() throws Exception {
        Gate client = new Gate();
        try (Lane lane = lane(client, 3)) {
            List<CompletableFuture<CallResult>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(lane.call(request("r" + i)));
            }
            client.awaitArrivals(3);
            assertThat(lane.inFlight()).isEqualTo(3);
            client.open(10);
            for (CompletableFuture<CallResult> call : calls) {
                assertThat(call.get(10, TimeUnit.SECONDS)).isInstanceOf(CallResult.Made.class);
            }
            assertThat(client.mostAtOnce.get()).isEqualTo(3);
        }
    }

    /** To wake another thread for each costs as much CPU as the call. */
    @Test
    void theThreadsThatEndCallsMakeTheNext() throws Exception {
        Gate client = new Gate();
        try (Lane lane = lane(client, 3)) {
            List<CompletableFuture<CallResult>> calls = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                calls.add(lane.call(request("r" + i)));
            }
            client.awaitArrivals(3);
            client.open(300);
            CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)).get(10, TimeUnit.SECONDS);
        }
        assertThat(client.threads).hasSize(3);
    }

    @Test
    void servesFirstComeFirstServedAndFollowUpsBeforeFreshCalls() throws Exception {
        Gate client = new Gate();
        try (Lane lane = lane(client, 1)) {
            CompletableFuture<CallResult> first = lane.call(request("first"));
            client.awaitArrivals(1);
            CompletableFuture<CallResult> second = lane.call(request("second"));
            CompletableFuture<CallResult> third = lane.call(request("third"));
            CompletableFuture<CallResult> followUp = lane.followUp(request("follow-up"));
            client.open(4);
            CompletableFuture.allOf(first, second, third, followUp).get(10, TimeUnit.SECONDS);
        }
        assertThat(client.order).containsExactly("first", "follow-up", "second", "third");
    }

    @Test
    void triesPassingFailuresAgainUntilTheAttemptsAreUsedUp() throws Exception {
        Script client = new Script(attempt -> CallFailure.of(FailureKind.UNAVAILABLE, "broken"));
        try (Lane lane = lane(client, 4)) {
            CallResult.Made made = made(lane.call(request("a")));
            assertThat(made.attempts()).isEqualTo(3);
            assertThat(made.result()).isEqualTo(CallFailure.of(FailureKind.UNAVAILABLE, "broken"));
        }
    }

    @Test
    void aThrottleCostsNoAttemptAndObeysRetryAfter() throws Exception {
        Script client = new Script(attempt -> attempt < 8
                ? new CallFailure(FailureKind.THROTTLED, "slow down", Duration.ofMillis(10), null, ReportedLimits.NONE)
                : reply("ok"));
        try (Lane lane = lane(client, 4)) {
            CallResult.Made made = made(lane.call(request("a")));
            assertThat(made.attempts()).isEqualTo(8);
            assertThat(made.result()).isInstanceOf(ModelReply.class);
            assertThat(made.latency()).isGreaterThanOrEqualTo(Duration.ofMillis(70));
        }
    }

    @Test
    void doesNotTryAgainWhatConcernsTheItem() throws Exception {
        Map<String, FailureKind> kinds = Map.of("a", FailureKind.PROMPT_TOO_LONG, "b", FailureKind.REJECTED);
        try (Lane lane = lane(
                new Client() {
                    @Override
                    public ModelResult call(ModelRequest request) {
                        return CallFailure.of(kinds.getOrDefault(text(request), FailureKind.REJECTED), "no");
                    }
                },
                4)) {
            for (String name : kinds.keySet()) {
                assertThat(made(lane.call(request(name))).attempts()).as(name).isEqualTo(1);
            }
        }
    }

    @Test
    void aCallThatWaitsForARetryHoldsNoSlot() throws Exception {
        RetryPolicy patient = RetryPolicies.of(9, Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofHours(1));
        Script client = new Script(attempt -> CallFailure.of(FailureKind.UNAVAILABLE, "broken")) {
            @Override
            public ModelResult call(ModelRequest request) {
                return text(request).equals("sick") ? super.call(request) : reply("ok");
            }
        };
        try (Lane lane = SingleLane.open(client, slots(1), patient)) {
            CompletableFuture<CallResult> sick = lane.call(request("sick"));
            for (int i = 0; i < 50; i++) {
                assertThat(made(lane.call(request("well " + i))).result()).isInstanceOf(ModelReply.class);
            }
            assertThat(sick).isNotDone();
        }
    }

    @Test
    void stopAnswersWhatWaitsAtOnceAndLetsWhatIsInFlightEnd() throws Exception {
        Gate client = new Gate();
        try (Lane lane = lane(client, 1)) {
            CompletableFuture<CallResult> inFlight = lane.call(request("in flight"));
            client.awaitArrivals(1);
            CompletableFuture<CallResult> waiting = lane.call(request("waiting"));
            lane.stop();
            assertThat(waiting.get(5, TimeUnit.SECONDS)).isInstanceOf(CallResult.NotMade.class);
            assertThat(lane.call(request("late")).get(5, TimeUnit.SECONDS)).isInstanceOf(CallResult.NotMade.class);
            assertThat(inFlight).isNotDone();
            client.open(1);
            assertThat(made(inFlight).result()).isInstanceOf(ModelReply.class);
        }
    }

    @Test
    void aClientThatThrowsFailsItsOwnCallOnly() throws Exception {
        Client client = new Client() {
            @Override
            public ModelResult call(ModelRequest request) {
                if (text(request).equals("bug")) {
                    throw new IllegalStateException("a bug");
                }
                return reply("ok");
            }
        };
        try (Lane lane = lane(client, 1)) {
            assertThat(lane.call(request("bug")))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withMessageContaining("a bug");
            assertThat(made(lane.call(request("fine"))).result()).isInstanceOf(ModelReply.class);
        }
    }

    @Test
    void whatEndsAllCallsIsToldToEachThatWaitsAndLetsWhatIsInFlightEnd() throws Exception {
        Gate client = new Gate();
        LimitSettings twoADay = new LimitSettings(4, null, null, null, null, 2L, null);
        try (Lane lane = SingleLane.open(client, twoADay, QUICK)) {
            CompletableFuture<CallResult> first = lane.call(request("first"));
            CompletableFuture<CallResult> second = lane.call(request("second"));
            CompletableFuture<CallResult> third = lane.call(request("third"));
            CompletableFuture<CallResult> fourth = lane.call(request("fourth"));

            assertLimitReached(third);
            assertLimitReached(fourth);
            assertLimitReached(lane.call(request("late")));
            assertThat(first).isNotDone();
            client.open(2);
            assertThat(made(first).result()).isInstanceOf(ModelReply.class);
            assertThat(made(second).result()).isInstanceOf(ModelReply.class);
        }
    }

    @Test
    void aCallThatFailsAfterTheLimitWasReachedIsToldSoInsteadOfBeingTriedAgain() throws Exception {
        Semaphore third = new Semaphore(0);
        Script client = new Script(attempt -> {
            third.acquireUninterruptibly();
            return CallFailure.of(FailureKind.UNAVAILABLE, "broken");
        });
        LimitSettings oneADay = new LimitSettings(4, null, null, null, null, 1L, null);
        try (Lane lane = SingleLane.open(client, oneADay, QUICK)) {
            CompletableFuture<CallResult> inFlight = lane.call(request("first"));
            assertLimitReached(lane.call(request("second")));
            third.release();
            assertLimitReached(inFlight);
        }
    }

    @Test
    void tellsWhatItDoes() throws Exception {
        Gate client = new Gate();
        LimitSettings settings = new LimitSettings(2, 6_000, 1_000_000);
        try (Lane lane = SingleLane.open(client, settings, QUICK)) {
            for (int i = 0; i < 5; i++) {
                Future<CallResult> unused = lane.call(request("r" + i));
            }
            client.awaitArrivals(2);
            CallerState state = lane.state();
            assertThat(state.inFlight()).isEqualTo(2);
            assertThat(state.concurrency()).isEqualTo(2);
            assertThat(state.waiting()).isEqualTo(3);
            assertThat(state.requestShare()).isEqualTo(2 / 6_000.0);
            assertThat(state.tokenShare()).isBetween(0.0004, 0.0005);
            client.open(5);
        }
    }

    @Test
    void everyCallHasItsReportAndEverySlotIsGivenBackHoweverCallsEnd() throws Exception {
        int calls = 5_000;
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        Client client = new Client() {
            @Override
            public ModelResult call(ModelRequest request) {
                mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                try {
                    return outcome(ThreadLocalRandom.current().nextInt(20));
                } finally {
                    atOnce.decrementAndGet();
                }
            }
        };
        RetryPolicy retry = RetryPolicies.of(50, Duration.ofNanos(1_000), Duration.ofMillis(1), Duration.ofSeconds(20));
        try (Lane lane = SingleLane.open(
                Lane.Settings.of(client), slots(24), retry, System::nanoTime, ThreadLocalRandom.current())) {
            List<CompletableFuture<CallResult>> reports = Collections.synchronizedList(new ArrayList<>());
            List<Thread> askers = new ArrayList<>();
            for (int asker = 0; asker < 5; asker++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < calls / 5; i++) {
                        reports.add(i % 7 == 0 ? lane.followUp(request("r")) : lane.call(request("r")));
                    }
                });
                thread.start();
                askers.add(thread);
            }
            for (Thread asker : askers) {
                asker.join();
            }
            int broken = 0;
            for (CompletableFuture<CallResult> report : reports) {
                try {
                    report.get(25, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    assertThat(e).hasMessageContaining("a bug");
                    broken++;
                }
            }
            assertThat(reports).hasSize(calls);
            assertThat(broken).isPositive();
            assertThat(lane.state().waiting()).isZero();
            assertThat(lane.inFlight()).isZero();
            assertThat(mostAtOnce.get()).isLessThanOrEqualTo(24);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"ACCESS_DENIED", "UNKNOWN_MODEL", "SETTING_REFUSED"})
    void whatWouldEndARunConcernsOneCallWhereOthersAreAnswered(FailureKind kind) throws Exception {
        Script client = new Script(attempt -> attempt == 1 ? CallFailure.of(kind, "no") : reply("ok"));
        Script always = new Script(attempt -> CallFailure.of(kind, "no"));
        try (Lane lane = lane(
                new Client() {
                    @Override
                    public ModelResult call(ModelRequest request) {
                        return switch (text(request)) {
                            case "good" -> reply("ok");
                            case "once" -> client.call(request);
                            default -> always.call(request);
                        };
                    }
                },
                1)) {
            made(lane.call(request("good")));
            CallResult.Made bad = made(lane.call(request("bad")));
            assertThat(bad.result()).isEqualTo(CallFailure.of(FailureKind.REJECTED, "no"));
            assertThat(bad.attempts()).isEqualTo(2);
            assertThat(made(lane.call(request("once"))).result()).isInstanceOf(ModelReply.class);
        }
    }

    /** Every call would fail likewise, so that none is made after the first that is known to. */
    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"ACCESS_DENIED", "UNKNOWN_MODEL", "SETTING_REFUSED", "QUOTA_EXHAUSTED", "BLOCKED"})
    void noCallIsMadeAfterOneThatEndsTheRun(FailureKind kind) throws Exception {
        Script client = new Script(attempt -> CallFailure.of(kind, "no"));
        try (Lane lane = lane(client, 1)) {
            List<CompletableFuture<CallResult>> calls = IntStream.range(0, 50)
                    .mapToObj(n -> lane.call(request("row " + n)))
                    .toList();
            for (CompletableFuture<CallResult> call : calls) {
                assertThat(call.get(20, TimeUnit.SECONDS))
                        .isEqualTo(new CallResult.NotMade(CallFailure.of(kind, "no")));
            }
            assertThat(client.attempts).hasSize(1);
        }
    }

    @Test
    void aReplyThatCannotBeReadIsAskedForOnceMoreOnly() throws Exception {
        try (Lane lane = lane(
                new Client() {
                    @Override
                    public ModelResult call(ModelRequest request) {
                        return text(request).equals("good") ? reply("ok") : unreadable();
                    }
                },
                1)) {
            made(lane.call(request("good")));
            for (int i = 0; i < 3; i++) {
                CallResult.Made made = made(lane.call(request("bad " + i)));
                assertThat(made.attempts()).isEqualTo(2);
                assertThat(made.unmetered()).isTrue();
                assertThat(made.result()).isEqualTo(unreadable());
            }
        }
    }

    @Test
    void wherePaidRepliesCannotBeReadFromTheFirstOnTheRunEnds() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Lane lane = lane(
                new Client() {
                    @Override
                    public ModelResult call(ModelRequest request) {
                        calls.incrementAndGet();
                        return unreadable();
                    }
                },
                1)) {
            List<CompletableFuture<CallResult>> waiting = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                waiting.add(lane.call(request("r" + i)));
            }
            for (CompletableFuture<CallResult> call : waiting) {
                CallResult report = call.get(20, TimeUnit.SECONDS);
                if (report instanceof CallResult.NotMade notMade) {
                    assertThat(notMade.failure()).isNotNull();
                    assertThat(notMade.failure().kind()).isEqualTo(FailureKind.NO_ANSWERS);
                    assertThat(notMade.failure().message()).contains("3 replies", "a web page");
                }
            }
        }
        assertThat(calls).hasValue(3);
    }

    @Test
    void noCallBeginsWhileTheStoreIsFullAndThatIsNoLatency() throws Exception {
        AtomicLong time = new AtomicLong();
        AtomicBoolean full = new AtomicBoolean();
        Client client = new Client() {
            @Override
            public ModelResult call(ModelRequest request) {
                time.addAndGet(20_000_000);
                full.set(true);
                return reply("ok");
            }
        };
        Lane.Settings settings = new Lane.Settings(client, null, null, false, full::get);
        try (Lane lane = SingleLane.open(settings, slots(2), QUICK, time::get, new Random(1))) {
            assertThat(made(lane.call(request("first"))).latency()).isEqualTo(Duration.ofMillis(20));
            CompletableFuture<CallResult> second = lane.call(request("second"));
            Awaitility.await()
                    .until(() -> lane.state().obstacle() == CallerState.Obstacle.STORE
                            && lane.state().inFlight() == 0);
            assertThat(second).isNotDone();

            time.addAndGet(500_000_000);
            full.set(false);
            lane.storeHasRoom();
            CallResult.Made made = made(second);
            assertThat(made.latency()).isEqualTo(Duration.ofMillis(20));
            assertThat(made.queued()).isEqualTo(Duration.ofMillis(500));
        }
    }

    private static CallFailure unreadable() {
        return CallFailure.of(FailureKind.UNREADABLE, "a web page").billing(null);
    }

    /** A unit of money is set aside for each call; what nobody knows the price of keeps it. */
    @Test
    void aCallThatMayHaveBeenBilledCountsInFullAgainstTheBudget() throws Exception {
        Price price = new Price(new BigDecimal("1000000"), BigDecimal.ZERO, BigDecimal.ZERO);
        Budget budget = new Budget(new BigDecimal("100000"), BigDecimal.ZERO);
        Script client = new Script(attempt -> attempt == 1 ? unreadable() : CallFailure.of(FailureKind.REJECTED, "no"));
        try (Lane lane = SingleLane.open(
                new Lane.Settings(client, price, budget, false, () -> false),
                slots(1),
                QUICK,
                System::nanoTime,
                new Random(1))) {
            CallResult.Made made = made(lane.call(request("a")));
            assertThat(made.result()).isEqualTo(CallFailure.of(FailureKind.REJECTED, "no"));
            assertThat(budget.spent()).isEqualByComparingTo(price.worstCase(request("a")));
        }
    }

    private static ModelResult outcome(int fate) {
        return switch (fate) {
            case 0 -> CallFailure.of(FailureKind.UNAVAILABLE, "broken");
            case 1 -> CallFailure.of(FailureKind.TIMED_OUT, "late");
            case 2 -> CallFailure.of(FailureKind.REJECTED, "no");
            case 3 -> throw new IllegalStateException("a bug");
            default -> reply("ok");
        };
    }

    private static void assertLimitReached(CompletableFuture<CallResult> call) throws Exception {
        assertThat(call.get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(CallResult.NotMade.class, notMade -> {
            assertThat(notMade.failure()).isNotNull();
            assertThat(notMade.failure().kind()).isEqualTo(FailureKind.LIMIT_REACHED);
        });
    }

    private static Lane lane(ModelClient client, int slots) {
        return SingleLane.open(client, slots(slots), QUICK);
    }

    private static LimitSettings slots(int slots) {
        return new LimitSettings(slots, null, null);
    }

    private static ModelRequest request(String text) {
        ModelSettings settings = ModelSettings.NONE;
        return new ModelRequest("m", settings, null, List.of(new Message(Message.Role.USER, text)));
    }

    private static String text(ModelRequest request) {
        return request.messages().get(0).content();
    }

    private static ModelReply reply(String content) {
        return new ModelReply(
                content, ModelReply.Ending.COMPLETE, "stop", "id", new Usage(1, 0, 1), ReportedLimits.NONE);
    }

    private static CallResult.Made made(CompletableFuture<CallResult> call) throws Exception {
        return (CallResult.Made) call.get(20, TimeUnit.SECONDS);
    }

    private abstract static class Client implements ModelClient {

        @Override
        public void close() {}
    }

    /** Answers each request by how often it was attempted. */
    private static class Script extends Client {

        private final IntFunction<ModelResult> answers;
        private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();

        Script(IntFunction<ModelResult> answers) {
            this.answers = answers;
        }

        @Override
        public ModelResult call(ModelRequest request) {
            int attempt = attempts.computeIfAbsent(text(request), key -> new AtomicInteger())
                    .incrementAndGet();
            return answers.apply(attempt);
        }
    }

    /** Holds calls back until it is opened for them. */
    private static final class Gate extends Client {

        private final Semaphore arrived = new Semaphore(0);
        private final Semaphore open = new Semaphore(0);
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();
        private final List<String> order = Collections.synchronizedList(new ArrayList<>());
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        @Override
        public ModelResult call(ModelRequest request) {
            order.add(text(request));
            threads.add(Thread.currentThread());
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            arrived.release();
            open.acquireUninterruptibly();
            atOnce.decrementAndGet();
            return reply("ok");
        }

        void awaitArrivals(int count) throws InterruptedException {
            assertThat(arrived.tryAcquire(count, 10, TimeUnit.SECONDS)).isTrue();
        }

        void open(int count) {
            open.release(count);
        }
    }
}
