package io.llmp.batch.template;

import org.jspecify.annotations.Nullable;

/**
 * Which model answers, and how. A null leaves the choice to the provider.
 *
 * @param provider name of a configured provider, or null for the configured default
 * @param name the provider's name of the model, or null for the provider's configured default
 * @param temperature sampling temperature, 0 to 2
 * @param topP nucleus sampling share, above 0 and up to 1
 * @param maxOutputTokens bound on the answer's length, at least 1
 * @param seed asks the provider for repeatable sampling
 * @param reasoningEffort the provider's word for how long to reason
 */
public record ModelSettings(
        @Nullable String provider,
        @Nullable String name,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxOutputTokens,
        @Nullable Long seed,
        @Nullable String reasoningEffort) {}
