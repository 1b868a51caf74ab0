package io.llmp.batch.dispatch;

import io.llmp.batch.limit.Budget;
import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.Permit;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Price;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Drives a {@link Dispatch} against a {@link VirtualProvider} in virtual time, always with calls waiting while there are some. */
final class VirtualRun {

    static final long SECOND = 1_000_000_000L;
    static final RetryPolicy RETRY =
            RetryPolicies.of(7, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(10));
    private static final int QUEUE = 200;

    /** Calls are made by the virtual provider instead. */
    static final ModelClient NO_CLIENT = new ModelClient() {
        @Override
        public ModelResult call(ModelRequest request) {
            throw new UnsupportedOperationException("nothing is called in virtual time");
        }

        @Override
        public void close() {}
    };

    private record End(PendingCall call, Permit permit, VirtualProvider.Fate fate, long at, long order) {}

    private final Lanes lanes;
    private final Dispatch dispatch;
    private final VirtualProvider provider;
    private final IntFunction<String> texts;
    private final int rows;
    private final PriorityQueue<End> ends =
            new PriorityQueue<>(Comparator.comparingLong(End::at).thenComparingLong(End::order));
    final List<CallResult.Made> made = new ArrayList<>();
    final List<CallResult.NotMade> notMade = new ArrayList<>();
    final List<String> begun = new ArrayList<>();
    private final List<Long> begunAt = new ArrayList<>();
    private int added;
    private int queued;
    private long orders;
    long now;
    /** Sum over time of the calls in flight. */
    double busyNanos;
    /** How long the store takes for all that was answered while it was at it. */
    long commitNanos;
    /** Answers that are not stored at which no further call begins. */
    int fullStore = Integer.MAX_VALUE;

    int mostUnstored;
    private int unstored;
    private int inCommit;
    private long commitEnds = Long.MAX_VALUE;

    VirtualRun(
            CallLimits limits,
            RetryPolicy retry,
            @Nullable Price price,
            @Nullable Budget budget,
            boolean primes,
            VirtualProvider provider,
            int rows,
            IntFunction<String> texts) {
        this.lanes = new Lanes(limits, retry, new Random(5));
        this.dispatch = lanes.open(new Lane.Settings(NO_CLIENT, price, budget, primes, () -> unstored >= fullStore));
        this.provider = provider;
        this.rows = rows;
        this.texts = texts;
    }

    /** A run over rows of some 300 tokens, under the usual policy. */
    static VirtualRun run(LimitSettings settings, VirtualProvider provider, int rows) {
        Random random = new Random(3);
        return run(settings, provider, rows, row -> "x".repeat((int) (900 * Math.exp(0.5 * random.nextGaussian()))));
    }

    static VirtualRun run(LimitSettings settings, VirtualProvider provider, int rows, IntFunction<String> texts) {
        return new VirtualRun(limits(settings), RETRY, null, null, false, provider, rows, texts);
    }

    static CallLimits limits(LimitSettings settings) {
        return new CallLimits(settings, 0);
    }

    /** Goes on until {@code end}, or until every row has its report. */
    VirtualRun until(long end) {
        while (now < end && !finished()) {
            fill();
            long wake = beginAll();
            if (finished()) {
                return this;
            }
            End next = ends.peek();
            long then = Math.min(Math.min(end, commitEnds), Math.min(wake, next == null ? Long.MAX_VALUE : next.at()));
            if (then == Long.MAX_VALUE || then < now) {
                throw new IllegalStateException(
                        "nothing would ever happen again at " + now + ": " + dispatch.state(now));
            }
            busyNanos += (double) dispatch.inFlight() * (then - now);
            now = then;
            while (ends.peek() != null && ends.peek().at() <= now) {
                end(ends.remove());
            }
            if (commitEnds <= now) {
                unstored -= inCommit;
                commit();
            }
        }
        return this;
    }

    private void commit() {
        inCommit = unstored;
        commitEnds = unstored == 0 ? Long.MAX_VALUE : now + commitNanos;
    }

    boolean finished() {
        return made.size() + notMade.size() == rows;
    }

    CallerState state() {
        return dispatch.state(now);
    }

    /** Calls made for the first time. */
    int firstAttempts() {
        return added - queued;
    }

    /** When the last call with this text began. */
    long lastOf(String text) {
        int last = begun.lastIndexOf(text);
        return last < 0 ? 0 : begunAt.get(last);
    }

    /** Where in the order of all calls each text came last. */
    Map<String, Integer> lastAttempts() {
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < begun.size(); i++) {
            last.put(begun.get(i), i);
        }
        return last;
    }

    private void fill() {
        while (added < rows && queued < QUEUE && !dispatch.isStopped()) {
            dispatch.add(dispatch.pending(request(texts.apply(added)), now), false);
            added++;
            queued++;
        }
    }

    /** Begins what may begin now and returns when to ask again. */
    private long beginAll() {
        while (!dispatch.isStopped()) {
            Dispatch.Decision decision = lanes.next(now);
            if (decision instanceof Dispatch.Decision.Wait wait) {
                return wait.until();
            }
            if (decision instanceof Dispatch.Decision.End end) {
                stop(end.why());
            } else {
                begin((Dispatch.Decision.Begin) decision);
            }
        }
        return Long.MAX_VALUE;
    }

    private void begin(Dispatch.Decision.Begin decision) {
        PendingCall call = decision.call();
        begun.add(text(call));
        begunAt.add(now);
        queued -= call.attempts == 1 ? 1 : 0;
        VirtualProvider.Fate fate = provider.arrive(call.request, now);
        ends.add(new End(call, decision.permit(), fate, now + fate.nanos(), orders++));
    }

    private void end(End end) {
        if (end.fate().entered()) {
            provider.left();
        }
        report(dispatch.ended(end.call(), end.permit(), end.fate().result(), now));
        if (dispatch.stoppedBy() != null) {
            stop(dispatch.stoppedBy());
        }
    }

    private void stop(@Nullable CallFailure why) {
        for (PendingCall ignored : dispatch.stop(why)) {
            report(new CallResult.NotMade(why));
        }
        for (; added < rows; added++) {
            report(new CallResult.NotMade(why));
        }
    }

    private void report(@Nullable CallResult report) {
        if (report instanceof CallResult.Made one) {
            made.add(one);
            mostUnstored = Math.max(mostUnstored, ++unstored);
            if (commitEnds == Long.MAX_VALUE) {
                commit();
            }
        } else if (report instanceof CallResult.NotMade none) {
            notMade.add(none);
        }
    }

    static ModelRequest request(String text) {
        return request(text, 800);
    }

    static ModelRequest request(String text, @Nullable Integer maxOutputTokens) {
        ModelSettings settings = new ModelSettings(
                null,
                null,
                null,
                null,
                maxOutputTokens,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                false,
                SchemaInPrompt.AUTO);
        return new ModelRequest("m", settings, null, List.of(new Message(Message.Role.USER, text)));
    }

    private static String text(PendingCall call) {
        return call.request.messages().get(0).content();
    }
}
