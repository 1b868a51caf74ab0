package io.llmp.batch.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any limits, any calls and any ends of them; each case is drawn from its seed. */
class CallLimitsPropertyTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long END = 20 * MINUTE;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noLimitIsExceededInAnyMinuteAndEveryCallHasItsTurn(long seed) {
        Run run = new Run(seed);
        run.go();

        LimitSettings limits = run.settings;
        assertThat(run.mostInFlight).isLessThanOrEqualTo(limits.concurrency());
        assertMost(run, "requests", limits.requestsPerMinute(), call -> 1);
        assertMost(run, "tokens", limits.tokensPerMinute(), call -> call.used.totalTokens());
        assertMost(run, "input", limits.inputTokensPerMinute(), call -> call.used.countedInput());
        assertMost(run, "output", limits.outputTokensPerMinute(), call -> call.used.outputTokens());
        assertThat(run.longestTurn)
                .as("nobody waits longer for the head of the line than its own tokens and those in flight take")
                .isLessThan(3 * MINUTE);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsGivenBackIsForgottenAndNothingElse(long seed) {
        Run run = new Run(seed);
        run.go();
        run.giveAllBack();

        assertThat(run.limits.inFlight()).isZero();
        long later = run.now + 3 * MINUTE;
        Double requests = run.limits.requestShare(later);
        Double tokens = run.limits.tokenShare(later);
        assertThat(requests == null ? 0 : requests).isBetween(-1e-6, 1e-6);
        assertThat(tokens == null ? 0 : tokens).isBetween(-1e-6, 1e-6);
        for (int call = 0; call < run.limits.concurrency(); call++) {
            assertThat(run.limits.reserve(Use.ofTokens(0, 0), later + call * 2L * MINUTE))
                    .isInstanceOf(Admission.Granted.class);
        }
        assertThat(run.limits.reserve(Use.ofTokens(0, 0), later + 10_000 * MINUTE))
                .isEqualTo(new Admission.AfterReturn(Admission.Limit.SLOTS));
    }

    private static void assertMost(Run run, String what, @Nullable Integer limit, ToLongFunction<Begun> units) {
        if (limit == null) {
            return;
        }
        long sum = 0;
        int first = 0;
        for (Begun call : run.begun) {
            sum += units.applyAsLong(call);
            while (run.begun.get(first).at <= call.at - MINUTE) {
                sum -= units.applyAsLong(run.begun.get(first++));
            }
            assertThat(sum).as(what + " in the minute up to " + call.at).isLessThanOrEqualTo(limit);
        }
    }

    private record Begun(Use used, long at) {}

    private record Flight(Permit permit, Verdict verdict, long until) {}

    /** A caller that begins calls as soon as it may, late by a little, against calls that end in every way. */
    private static final class Run {

        private final Random random;
        private final LimitSettings settings;
        private final CallLimits limits;
        private final List<Begun> begun = new ArrayList<>();
        private final PriorityQueue<Flight> inFlight = new PriorityQueue<>(Comparator.comparingLong(Flight::until));
        private long now;
        private int mostInFlight;
        private long longestTurn;

        Run(long seed) {
            random = new Random(seed);
            now = random.nextLong(-1_000 * MINUTE, 1_000 * MINUTE);
            settings = new LimitSettings(
                    random.nextInt(1, 200),
                    maybe(5, 2_000),
                    maybe(5_000, 400_000),
                    maybe(5_000, 400_000),
                    maybe(3_000, 200_000),
                    null,
                    null);
            limits = new CallLimits(settings, now);
        }

        private @Nullable Integer maybe(int least, int most) {
            return random.nextBoolean() ? null : random.nextInt(least, most);
        }

        void go() {
            long end = now + END;
            Use next = draw();
            long turn = now;
            while (now < end && begun.size() < 30_000) {
                endThoseThatAreOver();
                Admission admission = limits.reserve(next, now);
                if (admission instanceof Admission.Granted granted) {
                    begin(granted.permit());
                    mostInFlight = Math.max(mostInFlight, inFlight.size());
                    longestTurn = Math.max(longestTurn, now - turn);
                    turn = now;
                    next = draw();
                } else {
                    now = wake(admission);
                }
            }
        }

        /** Up to 2,000 tokens each way, never more than any limit, so that none has to go alone. */
        private Use draw() {
            return Use.ofTokens(random.nextInt(2_000), random.nextInt(1_000));
        }

        private long wake(Admission admission) {
            long late = random.nextInt(50_000_000);
            Flight first = inFlight.peek();
            long nextEnd = first == null ? Long.MAX_VALUE : first.until();
            if (admission instanceof Admission.NotBefore notBefore) {
                assertThat(notBefore.nanos()).as("waits make sense").isGreaterThan(now);
                return Math.min(notBefore.nanos() + late, Math.max(now + 1, nextEnd));
            }
            assertThat(admission).isEqualTo(new Admission.AfterReturn(Admission.Limit.SLOTS));
            return Math.max(now + 1, nextEnd);
        }

        private void endThoseThatAreOver() {
            while (!inFlight.isEmpty() && inFlight.peek().until() <= now) {
                end(inFlight.remove());
            }
        }

        void giveAllBack() {
            inFlight.forEach(this::end);
        }

        private void begin(Permit permit) {
            int fate = random.nextInt(10);
            Use used = fate == 0 ? Use.ofTokens(0, 0) : fate == 1 ? permit.foreseen() : partOf(permit.foreseen());
            Verdict verdict = fate == 0
                    ? new Verdict.Abandoned()
                    : fate == 1 ? new Verdict.Unknown() : new Verdict.Succeeded(used);
            begun.add(new Begun(used, now));
            inFlight.add(new Flight(permit, verdict, now + (long) (random.nextDouble() * 10 * SECOND)));
        }

        /** At most what was foreseen: a minute of wrong guesses may be above the limit by their error. */
        private Use partOf(Use foreseen) {
            return Use.ofTokens(
                    random.nextLong(foreseen.inputTokens() + 1), random.nextLong(foreseen.outputTokens() + 1));
        }

        private void end(Flight flight) {
            limits.giveBack(flight.permit(), flight.verdict(), now);
        }
    }
}
