package io.llmp.batch.dispatch;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A model provider in virtual time: enforces limits of its own, takes its time, breaks down when it is told to, and counts.
 * Built by changing its fields before its first call.
 */
final class VirtualProvider {

    static final double CHARACTERS_PER_TOKEN = 3.1;
    private static final long REFUSAL_NANOS = 30_000_000;

    /** A limit of the provider on one quantity. */
    interface Meter {

        /** Returns after how many nanoseconds this much may pass; 0 for now. */
        long wait(double amount, long now);

        void take(double amount, long now);

        ReportedLimits.Window report(long now);

        void change(double perMinute, long now);
    }

    /** How a 429 says when to come back. */
    enum RetryAfter {
        MILLIS,
        WHOLE_SECONDS,
        NOT_SAID
    }

    @Nullable
    Meter requests;

    @Nullable
    Meter tokens;

    RetryAfter retryAfter = RetryAfter.MILLIS;
    boolean reports;
    int places = Integer.MAX_VALUE;
    double medianSeconds = 1;
    double sigma = 0.8;
    double answerTokens = 150;
    double randomThrottles;
    double randomErrors;
    long awayFrom = Long.MAX_VALUE;
    long awayUntil = Long.MAX_VALUE;
    boolean saysUntilWhenItIsAway;
    /** Whether calls under way break off when it goes away. */
    boolean dropsWhatIsInside;
    /** How a call fails while it is away. */
    FailureKind awayKind = FailureKind.UNAVAILABLE;

    /** How a call fails for which there is no place. */
    FailureKind noPlace = FailureKind.THROTTLED;
    /** How long it asks to wait then, or null. */
    @Nullable
    Duration noPlaceWait;

    /** Calls that come before are never answered, and end at their deadline. */
    long hangUntil;

    long deadlineNanos;

    int arrived;
    int passed;
    int throttled;
    int refused;
    double passedTokens;
    int inside;
    private final Random random;

    VirtualProvider(long seed) {
        this.random = new Random(seed);
    }

    /** What becomes of a call, and when. */
    record Fate(ModelResult result, long nanos, boolean entered) {}

    Fate arrive(ModelRequest request, long now) {
        arrived++;
        String text = request.messages().get(0).content();
        long prompt = Math.round(text.length() / CHARACTERS_PER_TOKEN);
        long answer = Math.max(1, Math.round(answerTokens * Math.exp(0.5 * random.nextGaussian())));
        if (now < hangUntil) {
            return new Fate(CallFailure.of(FailureKind.TIMED_OUT, "no reply"), deadlineNanos, false);
        }
        if (now >= awayFrom && now < awayUntil && saysUntilWhenItIsAway) {
            Duration wait = Duration.ofNanos(awayUntil - now);
            return refusal(new CallFailure(FailureKind.UNAVAILABLE, "HTTP 503", wait, null, ReportedLimits.NONE));
        }
        if (now >= awayFrom && now < awayUntil) {
            return refusal(CallFailure.of(awayKind, "HTTP 500"));
        }
        if (random.nextDouble() < randomErrors || text.startsWith("poison")) {
            return refusal(CallFailure.of(FailureKind.UNAVAILABLE, "HTTP 500"));
        }
        if (text.startsWith("throttle")) {
            return refusal(throttle(Duration.ofMillis(50), now));
        }
        if (inside >= places && noPlace != FailureKind.THROTTLED) {
            refused++;
            return refusal(new CallFailure(noPlace, "no place", noPlaceWait, null, ReportedLimits.NONE));
        }
        if (inside >= places || random.nextDouble() < randomThrottles) {
            throttled++;
            return refusal(throttle(null, now));
        }
        long wait = Math.max(
                requests == null ? 0 : requests.wait(1, now),
                tokens == null ? 0 : tokens.wait((double) prompt + answer, now));
        if (wait > 0) {
            throttled++;
            return refusal(throttle(Duration.ofNanos(wait), now));
        }
        if (requests != null) {
            requests.take(1, now);
        }
        if (tokens != null) {
            tokens.take((double) prompt + answer, now);
        }
        passed++;
        passedTokens += prompt + answer;
        inside++;
        ModelReply reply = new ModelReply(
                "ok",
                ModelReply.Ending.COMPLETE,
                null,
                null,
                new Usage(prompt, 0, answer),
                reports ? limits(now) : ReportedLimits.NONE);
        long nanos = (long) (medianSeconds * 1e9 * Math.exp(sigma * random.nextGaussian()));
        if (dropsWhatIsInside && now < awayFrom && now + nanos >= awayFrom) {
            return new Fate(CallFailure.of(FailureKind.UNAVAILABLE, "reset"), awayFrom - now, true);
        }
        return new Fate(reply, nanos, true);
    }

    Meter requests() {
        return Objects.requireNonNull(requests);
    }

    void left() {
        inside--;
    }

    private CallFailure throttle(@Nullable Duration wait, long now) {
        Duration said = wait == null || retryAfter == RetryAfter.NOT_SAID
                ? null
                : retryAfter == RetryAfter.MILLIS ? wait : Duration.ofSeconds((wait.toMillis() + 999) / 1000);
        return new CallFailure(
                FailureKind.THROTTLED, "HTTP 429", said, null, reports ? limits(now) : ReportedLimits.NONE);
    }

    private ReportedLimits limits(long now) {
        return new ReportedLimits(
                requests == null ? null : requests.report(now), tokens == null ? null : tokens.report(now), null, null);
    }

    private static Fate refusal(CallFailure failure) {
        return new Fate(failure, REFUSAL_NANOS, false);
    }

    /** A bucket that fills steadily (OpenAI, Anthropic); more than it holds passes when it is full. */
    static Meter bucket(double perMinute, double capacity) {
        return new Bucket(perMinute, capacity);
    }

    /** A count that begins anew each minute. */
    static Meter fixedWindow(double perMinute) {
        return new FixedWindow(perMinute);
    }

    private static final class Bucket implements Meter {

        private double perMinute;
        private double capacity;
        private double level;
        private long filledAt;

        Bucket(double perMinute, double capacity) {
            this.perMinute = perMinute;
            this.capacity = capacity;
            this.level = capacity;
        }

        @Override
        public long wait(double amount, long now) {
            fill(now);
            double missing = Math.min(amount, capacity) - level;
            return missing <= 1e-9 ? 0 : (long) Math.ceil(missing * 60e9 / perMinute);
        }

        @Override
        public void take(double amount, long now) {
            level -= amount;
        }

        @Override
        public ReportedLimits.Window report(long now) {
            fill(now);
            return new ReportedLimits.Window((long) perMinute, (long) Math.max(0, level), Duration.ofNanos((long)
                    ((capacity - level) * 60e9 / perMinute)));
        }

        @Override
        public void change(double to, long now) {
            fill(now);
            capacity *= to / perMinute;
            level = Math.min(level, capacity);
            perMinute = to;
        }

        private void fill(long now) {
            level = Math.min(capacity, level + (now - filledAt) * perMinute / 60e9);
            filledAt = now;
        }
    }

    private static final class FixedWindow implements Meter {

        private static final long MINUTE = 60_000_000_000L;
        /** So that the windows begin at no time of ours. */
        private static final long OFFSET = 17_000_000_000L;

        private double perMinute;
        private long window = Long.MIN_VALUE;
        private double used;

        FixedWindow(double perMinute) {
            this.perMinute = perMinute;
        }

        @Override
        public long wait(double amount, long now) {
            turn(now);
            return used + amount <= perMinute ? 0 : MINUTE - Math.floorMod(now + OFFSET, MINUTE);
        }

        @Override
        public void take(double amount, long now) {
            used += amount;
        }

        @Override
        public ReportedLimits.Window report(long now) {
            turn(now);
            return new ReportedLimits.Window(
                    (long) perMinute,
                    (long) Math.max(0, perMinute - used),
                    Duration.ofNanos(MINUTE - Math.floorMod(now + OFFSET, MINUTE)));
        }

        @Override
        public void change(double to, long now) {
            perMinute = to;
        }

        private void turn(long now) {
            long current = Math.floorDiv(now + OFFSET, MINUTE);
            if (current != window) {
                window = current;
                used = 0;
            }
        }
    }
}
