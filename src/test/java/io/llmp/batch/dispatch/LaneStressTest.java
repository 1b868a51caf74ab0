package io.llmp.batch.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.Nightly;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lane that many threads use at once and that is stopped at any moment: each call has its report, and none hangs. */
@Timeout(300)
class LaneStressTest {

    private static final int THREADS = 4;
    private static final int CALLS_OF_A_THREAD = 120;
    private static final int CALLS = THREADS * (CALLS_OF_A_THREAD + CALLS_OF_A_THREAD / 3);
    private static final int SLOTS = 6;
    private static final RetryPolicy QUICK =
            RetryPolicies.of(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(5));

    private final AtomicInteger reports = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger notMade = new AtomicInteger();

    static IntStream seeds() {
        return IntStream.range(0, Nightly.choose(20, 1_000));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCallHasItsReportWheneverTheLaneIsStopped(int seed) throws Exception {
        boolean stopped = seed % 2 == 0;
        CompletableFuture<Lane> toStop = new CompletableFuture<>();
        Moody client = new Moody(seed, stopped ? 1 + new Random(seed).nextInt(CALLS) : 0, toStop);
        ExecutorService askers = Executors.newFixedThreadPool(THREADS);
        try (Lane lane = SingleLane.open(
                Lane.Settings.of(client),
                new LimitSettings(SLOTS, null, null),
                QUICK,
                System::nanoTime,
                new Random(seed))) {
            toStop.complete(lane);
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Callable<CompletableFuture<Void>>> askings = Collections.nCopies(THREADS, () -> {
                together.await();
                return askAll(lane);
            });
            for (Future<CompletableFuture<Void>> some : askers.invokeAll(askings)) {
                some.get(60, TimeUnit.SECONDS).get(60, TimeUnit.SECONDS);
            }
            assertThat(lane.state().waiting()).isZero();
            assertThat(lane.inFlight()).isZero();
        } finally {
            askers.shutdownNow();
        }
        assertThat(client.mostAtOnce.get()).isLessThanOrEqualTo(SLOTS);
        assertThat(reports.get()).isEqualTo(CALLS);
        if (stopped) {
            assertThat(client.calls.get()).isBetween(attempts.get(), CALLS * 50);
            assertThat(notMade.get()).isPositive();
        } else {
            assertThat(client.calls.get()).as("as many as were reported").isEqualTo(attempts.get());
            assertThat(notMade.get()).isZero();
        }
    }

    private CompletableFuture<Void> askAll(Lane lane) {
        List<CompletableFuture<CallResult>> all = new ArrayList<>();
        for (int call = 0; call < CALLS_OF_A_THREAD; call++) {
            CompletableFuture<CallResult> first = lane.call(request()).whenComplete(this::report);
            all.add(
                    call % 3 == 0
                            ? first.thenCompose(made -> lane.followUp(request()).whenComplete(this::report))
                            : first);
            assertThat(lane.state().inFlight()).isBetween(0, SLOTS);
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }

    private void report(CallResult result, Throwable fault) {
        reports.incrementAndGet();
        if (result instanceof CallResult.Made made) {
            attempts.addAndGet(made.attempts());
        } else {
            notMade.incrementAndGet();
        }
    }

    private static ModelRequest request() {
        return new ModelRequest("m", ModelSettings.NONE, null, List.of(new Message(Message.Role.USER, "Why?")));
    }

    /** Answers each call by its number, never with a throttle, which takes time; has the lane stopped at one of them. */
    private static final class Moody implements ModelClient {

        private final long seed;
        private final int stopAt;
        private final CompletableFuture<Lane> toStop;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();

        Moody(long seed, int stopAt, CompletableFuture<Lane> toStop) {
            this.seed = seed;
            this.stopAt = stopAt;
            this.toStop = toStop;
        }

        @Override
        public ModelResult call(ModelRequest request) {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                int call = calls.incrementAndGet();
                if (call == stopAt) {
                    toStop.join().stop();
                }
                return answer(new Random(31 * seed + call).nextInt(20));
            } finally {
                atOnce.decrementAndGet();
            }
        }

        private static ModelResult answer(int fate) {
            return switch (fate) {
                case 0 -> CallFailure.of(FailureKind.UNAVAILABLE, "broken");
                case 1 -> CallFailure.of(FailureKind.REJECTED, "no");
                default ->
                    new ModelReply(
                            "ok", ModelReply.Ending.COMPLETE, "stop", "id", new Usage(1, 0, 1), ReportedLimits.NONE);
            };
        }

        @Override
        public void close() {}
    }
}
