package io.llmp.batch.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said with a reply about how much it still allows, each null where it said nothing.
 *
 * @param requests calls
 * @param tokens prompt and completion tokens together
 * @param inputTokens prompt tokens, where the provider counts them apart
 * @param outputTokens completion tokens, where the provider counts them apart
 */
public record ReportedLimits(
        @Nullable Window requests,
        @Nullable Window tokens,
        @Nullable Window inputTokens,
        @Nullable Window outputTokens) {

    /** The provider said nothing. */
    public static final ReportedLimits NONE = new ReportedLimits(null, null, null, null);

    /**
     * One quantity.
     *
     * @param limit most that is allowed in the provider's window, or null when it did not say
     * @param remaining how much of it is left
     * @param reset when all of it will be there again, from the reply on; or null when the provider did not say
     */
    public record Window(
            @Nullable Long limit, long remaining, @Nullable Duration reset) {}
}
