package io.llmp.batch.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveConcurrencyTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void backsOffByATenthForEachRoundThatShowsOverloadAndGrowsByOneForEachRoundOfAnswers() {
        AdaptiveConcurrency slots = new AdaptiveConcurrency(64, 0);
        for (int call = 0; call < 64; call++) {
            slots.overloaded(0, SECOND);
        }
        assertThat(slots.limit()).as("calls of one round count once").isEqualTo(57);

        for (int call = 0; call < 58; call++) {
            slots.answered(SECOND, 57, 2 * SECOND);
        }
        assertThat(slots.limit()).isEqualTo(58);
    }

    @Test
    void doesNotGrowWithoutUse() {
        AdaptiveConcurrency slots = new AdaptiveConcurrency(64, 0);
        slots.overloaded(0, SECOND);
        for (int call = 0; call < 1_000; call++) {
            slots.answered(SECOND, 5, 2 * SECOND);
        }
        assertThat(slots.limit()).isEqualTo(57);
    }

    @Test
    void neverFallsBelowOneNorRisesAboveTheMost() {
        AdaptiveConcurrency slots = new AdaptiveConcurrency(8, 0);
        for (int round = 1; round < 100; round++) {
            slots.overloaded(round * SECOND, (round + 1) * SECOND);
        }
        assertThat(slots.limit()).isEqualTo(1);
        for (int call = 0; call < 10_000; call++) {
            slots.answered(SECOND, slots.limit(), 200 * SECOND);
        }
        assertThat(slots.limit()).isEqualTo(8);
    }

    @Test
    void whatTheProviderShowedStaysWhenMoreOrLessIsAllowed() {
        AdaptiveConcurrency slots = new AdaptiveConcurrency(64, 0);
        slots.allow(16);
        assertThat(slots.limit()).isEqualTo(16);
        slots.allow(64);
        assertThat(slots.limit()).isEqualTo(64);

        slots.overloaded(0, SECOND);
        slots.allow(100);
        assertThat(slots.limit()).isEqualTo(57);
        slots.allow(16);
        assertThat(slots.limit()).isEqualTo(16);
    }

    @Test
    void doublesWithEachRoundAfterTheProviderWasAway() {
        AdaptiveConcurrency slots = new AdaptiveConcurrency(64, 0);
        slots.restart(0);
        assertThat(slots.limit()).isEqualTo(1);
        for (int expected : new int[] {2, 4, 8, 16, 32, 64}) {
            int round = slots.limit();
            for (int call = 0; call < round; call++) {
                slots.answered(SECOND, round, SECOND);
            }
            assertThat(slots.limit()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 0.8, 1.2})
    void keepsAllSlotsWithAHealthyProviderHoweverItsLatencyVaries(double sigma) {
        Random random = new Random(11);
        Server server = new Server(64, () -> Math.exp(sigma * random.nextGaussian()));

        server.answer(50_000);
        assertThat(server.meanLimit()).isGreaterThan(0.99 * 64);
    }

    @Test
    void keepsAllSlotsWhenAnswersTakeThreeTimesAsLongForThatIsTheirNature() {
        Random random = new Random(12);
        double[] factor = {1};
        Server server = new Server(64, () -> factor[0] * Math.exp(0.8 * random.nextGaussian()));
        server.answer(20_000);
        factor[0] = 3;

        server.answer(50_000);
        assertThat(server.slots.limit()).isEqualTo(64);
        assertThat(server.meanLimit()).as("but for one trial").isGreaterThan(0.97 * 64);
    }

    @Test
    void usesFewerSlotsWhenTheProviderOnlyQueuesWhatIsMore() {
        Random random = new Random(13);
        Server server = new Server(64, () -> Math.exp(0.5 * random.nextGaussian()));
        server.answer(20_000);
        double before = server.throughput();
        server.workers = 16;

        server.answer(60_000);
        assertThat(server.slots.limit()).isBetween(16, 45);
        server.answer(20_000);
        assertThat(server.throughput()).as("its workers stay busy").isGreaterThan(0.97 * before * 16 / 64);
    }

    @Test
    void goesBackToAllSlotsWhenTheProviderNoLongerQueues() {
        Random random = new Random(14);
        Server server = new Server(64, () -> Math.exp(0.5 * random.nextGaussian()));
        server.answer(20_000);
        server.workers = 16;
        server.answer(60_000);
        server.workers = 64;

        server.answer(60_000);
        assertThat(server.slots.limit()).isEqualTo(64);
    }

    /** A server in virtual time that works on so many calls at once and queues the others; its caller keeps all slots busy. */
    private static final class Server {

        private record Call(long begun, long done) {}

        private final DoubleSupplier seconds;
        private final AdaptiveConcurrency slots;
        private final PriorityQueue<Call> working = new PriorityQueue<>(Comparator.comparingLong(Call::done));
        private final ArrayDeque<Long> queue = new ArrayDeque<>();
        private int workers = 64;
        private long now;
        private double limits;
        private int answers;
        private long since;

        Server(int most, DoubleSupplier seconds) {
            this.seconds = seconds;
            this.slots = new AdaptiveConcurrency(most, 0);
        }

        void answer(int count) {
            limits = 0;
            answers = 0;
            since = now;
            while (answers < count) {
                while (working.size() + queue.size() < slots.limit()) {
                    queue.add(now);
                }
                while (working.size() < workers && !queue.isEmpty()) {
                    working.add(new Call(queue.remove(), now + (long) (seconds.getAsDouble() * SECOND)));
                }
                Call done = working.remove();
                now = done.done();
                slots.answered(now - done.begun(), working.size() + queue.size() + 1, now);
                limits += slots.limit();
                answers++;
            }
        }

        double meanLimit() {
            return limits / answers;
        }

        double throughput() {
            return answers / (double) (now - since);
        }
    }
}
