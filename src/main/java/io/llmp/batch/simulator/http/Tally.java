package io.llmp.batch.simulator.http;

import io.llmp.batch.simulator.limit.RateLimits;
import io.llmp.batch.simulator.model.Fate;
import io.llmp.batch.simulator.model.RequestCounts;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the server did so far, for {@code /stats}. Safe for use by many threads. */
final class Tally {

    private static final int STATUSES = 600;
    private static final double MILLI = 1e6;

    private final RequestCounts counts;
    private final RateLimits limits;
    private final LongSupplier nanoTime;

    private final long[] byStatus = new long[STATUSES];
    private long requests;
    private long answered;
    private long dropped;
    private long distinct;
    private long mostAnswers;
    private long promptTokens;
    private long cachedTokens;
    private long completionTokens;
    private int inFlight;
    private int maxInFlight;
    private long busyNanos;
    private long lastChange;
    private long firstRequest;
    private long lastRequest;
    private long busyAtLastRequest;

    Tally(RequestCounts counts, RateLimits limits, LongSupplier nanoTime) {
        this.counts = counts;
        this.limits = limits;
        this.nanoTime = nanoTime;
        lastChange = nanoTime.getAsLong();
    }

    /** A request came in; one of the other methods is to be called when it is done with. Returns how many there are. */
    synchronized int received() {
        advance();
        if (requests == 0) {
            firstRequest = lastChange;
        }
        lastRequest = lastChange;
        busyAtLastRequest = busyNanos;
        requests++;
        inFlight++;
        maxInFlight = Math.max(maxInFlight, inFlight);
        return inFlight;
    }

    /** A request was answered, which a provider would bill, whether or not the caller still listens. */
    synchronized void answered(Fate.Billed billed) {
        leave();
        byStatus[200]++;
        answered++;
        promptTokens += billed.usage().promptTokens();
        cachedTokens += billed.usage().cachedTokens();
        completionTokens += billed.usage().completionTokens();
        int answers = counts.answered(billed.request());
        if (answers == 1) {
            distinct++;
        }
        mostAnswers = Math.max(mostAnswers, answers);
    }

    /** A request was answered with an error. */
    synchronized void failed(int status) {
        leave();
        byStatus[status]++;
    }

    /** A request got no answer at all. */
    synchronized void dropped() {
        leave();
        dropped++;
    }

    /** Counts from here on, as if no request had come before. Those that are in flight are counted when they are done with. */
    synchronized void forget() {
        advance();
        counts.forget();
        limits.forgetUse(lastChange);
        Arrays.fill(byStatus, 0);
        requests = 0;
        answered = 0;
        dropped = 0;
        distinct = 0;
        mostAnswers = 0;
        promptTokens = 0;
        cachedTokens = 0;
        completionTokens = 0;
        maxInFlight = inFlight;
        busyNanos = 0;
        firstRequest = 0;
        lastRequest = 0;
        busyAtLastRequest = 0;
    }

    synchronized ObjectNode snapshot() {
        advance();
        long throttled = byStatus[429];
        ObjectNode stats = JsonNodeFactory.instance
                .objectNode()
                .put("requests", requests)
                .put("answered", answered)
                .put("throttled", throttled)
                .put("throttled_share", share((double) throttled, (double) requests))
                .put("errors", dropped + Arrays.stream(byStatus).sum() - byStatus[200] - throttled)
                .put("dropped", dropped);
        ObjectNode statuses = stats.putObject("statuses");
        for (int status = 0; status < STATUSES; status++) {
            if (byStatus[status] > 0) {
                statuses.put(Integer.toString(status), byStatus[status]);
            }
        }
        stats.put("distinct", distinct)
                .put("repeated_answers", answered - distinct)
                .put("most_answers_for_one_request", mostAnswers);
        put(stats.putObject("answers_per_request"), counts.answersPerRequest());
        put(stats.putObject("calls_per_request"), counts.callsPerRequest());
        stats.put("prompt_tokens", promptTokens)
                .put("cached_tokens", cachedTokens)
                .put("completion_tokens", completionTokens);
        return putTimes(stats).setAll(limits());
    }

    private static void put(ObjectNode histogram, Map<Integer, Long> counts) {
        counts.forEach((often, count) -> histogram.put(Integer.toString(often), count));
    }

    private ObjectNode putTimes(ObjectNode stats) {
        long span = lastRequest - firstRequest;
        return stats.put("in_flight", inFlight)
                .put("max_in_flight", maxInFlight)
                .put("busy_ms", (long) (busyNanos / MILLI))
                .put("ms_to_last_request", span / MILLI)
                .put("mean_in_flight_to_last_request", share((double) busyAtLastRequest, (double) span));
    }

    private ObjectNode limits() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ObjectNode used = all.putObject("limits");
        limits.read((measure, quota) -> used.putObject(measure.name().toLowerCase(Locale.ROOT))
                .put("limit", quota.limit())
                .put("used", (long) quota.used())
                .put("allowed", quota.allowed())
                .put("used_share", share(quota.used(), quota.allowed())));
        return all;
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private void leave() {
        advance();
        inFlight--;
    }

    private void advance() {
        long now = nanoTime.getAsLong();
        busyNanos += inFlight * (now - lastChange);
        lastChange = now;
    }
}
