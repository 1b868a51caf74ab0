package io.llmp.batch.limit;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits on requests and tokens in any 24 hours, which holds for a day that begins at any time of the provider's
 * choice. Not safe for use by several threads.
 */
final class DailyLimits {

    private static final Duration DAY = Duration.ofDays(1);
    /** Slots of a quarter of an hour. */
    private static final int SLOTS = 96;

    private @Nullable Long requestsPerDay;
    private @Nullable Long tokensPerDay;
    private final SlidingSum requests;
    private final SlidingSum tokens;

    DailyLimits(LimitSettings settings, List<PastUse> lastDay, long now) {
        this.requestsPerDay = settings.requestsPerDay();
        this.tokensPerDay = settings.tokensPerDay();
        this.requests = new SlidingSum(DAY, SLOTS, now);
        this.tokens = new SlidingSum(DAY, SLOTS, now);
        for (PastUse use : lastDay) {
            requests.add((double) use.requests(), now - use.ago().toNanos());
            tokens.add((double) use.tokens(), now - use.ago().toNanos());
        }
    }

    /** From now on allows what {@code settings} say. */
    void configure(LimitSettings settings) {
        requestsPerDay = settings.requestsPerDay();
        tokensPerDay = settings.tokensPerDay();
    }

    /** Returns the earliest time from {@code now} on at which a call of so many tokens fits. */
    long again(long units, long now) {
        long again = now;
        if (requestsPerDay != null) {
            again = requests.fallsTo(requestsPerDay - 1.0, now);
        }
        if (tokensPerDay != null) {
            again = Math.max(again, tokens.fallsTo(tokensPerDay - (double) Math.min(units, tokensPerDay), now));
        }
        return again;
    }

    /** Names the limits. */
    String words() {
        String ofRequests = requestsPerDay == null ? "" : requestsPerDay + " requests";
        String ofTokens = tokensPerDay == null ? "" : tokensPerDay + " tokens";
        String both = ofRequests.isEmpty() || ofTokens.isEmpty() ? "" : " or ";
        return "the limit of " + ofRequests + both + ofTokens + " a day is used up";
    }

    void take(long units, long now) {
        requests.add(1, now);
        tokens.add((double) units, now);
    }

    /** Corrects what was taken {@code at} by so many tokens. */
    void correct(long units, long at) {
        tokens.add((double) units, at);
    }
}
