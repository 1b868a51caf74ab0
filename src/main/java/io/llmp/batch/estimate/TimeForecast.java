package io.llmp.batch.estimate;

import io.llmp.batch.limit.LimitSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long calls take under the limits: as long as the one that binds says.
 *
 * @param calls calls in all
 * @param callSeconds time of one call
 */
record TimeForecast(LimitSettings limits, Range calls, Range callSeconds, Range prompt, Range completion) {

    private static final double MINUTE = TimeUnit.MINUTES.toSeconds(1);
    private static final double DAY = TimeUnit.DAYS.toSeconds(1);

    /** What a limit alone makes of it. */
    record Bound(Range seconds, String limit) {}

    Bound bound() {
        List<Bound> bounds = new ArrayList<>();
        int slots = limits.concurrency();
        bounds.add(new Bound(calls.times(callSeconds).times(1.0 / slots), slots + " calls in flight"));
        add(bounds, calls, limits.requestsPerMinute(), " requests a minute");
        add(bounds, prompt.plus(completion), limits.tokensPerMinute(), " tokens a minute");
        add(bounds, prompt, limits.inputTokensPerMinute(), " prompt tokens a minute");
        add(bounds, completion, limits.outputTokensPerMinute(), " completion tokens a minute");
        addDaily(bounds, calls, limits.requestsPerDay(), " requests a day");
        addDaily(bounds, prompt.plus(completion), limits.tokensPerDay(), " tokens a day");
        return bounds.stream()
                .max(Comparator.comparingDouble(bound -> bound.seconds().likely()))
                .orElseThrow();
    }

    private static void add(List<Bound> bounds, Range use, @Nullable Integer limit, String words) {
        if (limit != null) {
            bounds.add(new Bound(use.times(MINUTE / limit), limit + words));
        }
    }

    /** What a day allows may be used at once; each time that it is used up takes a day. */
    private static void addDaily(List<Bound> bounds, Range use, @Nullable Long limit, String words) {
        if (limit != null) {
            Range days = new Range(
                    Math.floor(use.low() / limit), Math.floor(use.likely() / limit), Math.floor(use.high() / limit));
            bounds.add(new Bound(days.times(DAY), limit + words));
        }
    }
}
