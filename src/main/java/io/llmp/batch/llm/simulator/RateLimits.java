package io.llmp.batch.llm.simulator;

import io.llmp.batch.llm.SimulatorSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Enforces the limits on requests and tokens a minute. As with real providers a limit of 600 a minute is one of 10 a
 * second with a small burst, not 600 at the turn of the minute. A request that is turned away uses up nothing. Safe for
 * use by many threads.
 */
final class RateLimits {

    private static final int LEAST_BURST = 5;

    private final @Nullable RateBucket requests;
    private final @Nullable RateBucket tokens;

    RateLimits(SimulatorSettings settings, long now) {
        double minutes =
                settings.burst().toNanos() / (double) Duration.ofMinutes(1).toNanos();
        int rpm = settings.rpm();
        int tpm = settings.tpm();
        requests = rpm == 0 ? null : new RateBucket(rpm, Math.max(LEAST_BURST, rpm * minutes), now);
        tokens = tpm == 0 ? null : new RateBucket(tpm, Math.max(1, tpm * minutes), now);
    }

    /**
     * A request turned away.
     *
     * @param type the limit that was reached, {@code requests} or {@code tokens}
     * @param size how much of it the request wanted
     * @param waitNanos when the request would pass, if no other came
     */
    record Denial(String type, int limit, int size, long waitNanos) {}

    /** Lets a request of {@code size} tokens pass, or tells why not and changes nothing. */
    synchronized @Nullable Denial pass(int size, long now) {
        if (requests != null && requests.nanosUntil(1, now) > 0) {
            return new Denial("requests", requests.perMinute(), 1, requests.nanosUntil(1, now));
        }
        if (tokens != null && tokens.nanosUntil(size, now) > 0) {
            return new Denial("tokens", tokens.perMinute(), size, tokens.nanosUntil(size, now));
        }
        if (requests != null) {
            requests.take(1, now);
        }
        if (tokens != null) {
            tokens.take(size, now);
        }
        return null;
    }

    /** The {@code x-ratelimit} headers as of {@code now}; none without limits. */
    synchronized Map<String, String> headers(long now) {
        Map<String, String> headers = new LinkedHashMap<>();
        put(headers, "requests", requests, now);
        put(headers, "tokens", tokens, now);
        return headers;
    }

    private static void put(Map<String, String> headers, String what, @Nullable RateBucket bucket, long now) {
        if (bucket != null) {
            headers.put("x-ratelimit-limit-" + what, Integer.toString(bucket.perMinute()));
            headers.put("x-ratelimit-remaining-" + what, Integer.toString(bucket.remaining(now)));
            headers.put("x-ratelimit-reset-" + what, span(bucket.nanosUntilFull(now)));
        }
    }

    /** Writes a time as OpenAI does: {@code 0s}, {@code 6ms}, {@code 1.25s}, {@code 1m3.5s}. */
    static String span(long nanos) {
        long millis = (nanos + 999_999) / 1_000_000;
        if (millis > 0 && millis < 1_000) {
            return millis + "ms";
        }
        String seconds = millis % 60_000 % 1_000 == 0
                ? Long.toString(millis % 60_000 / 1_000)
                : Double.toString(millis % 60_000 / 1_000.0);
        return millis < 60_000 ? seconds + "s" : millis / 60_000 + "m" + seconds + "s";
    }
}
