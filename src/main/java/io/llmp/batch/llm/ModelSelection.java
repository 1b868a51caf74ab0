package io.llmp.batch.llm;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a run or its template says about the model to ask, each null where it says nothing.
 *
 * @param provider name of the provider
 * @param model the provider's name of the model
 * @param baseUrl address instead of the configured one
 * @param concurrency calls in flight at once
 * @param rpm requests a minute
 * @param tpm tokens a minute
 */
public record ModelSelection(
        @Nullable String provider,
        @Nullable String model,
        @Nullable URI baseUrl,
        @Nullable Integer concurrency,
        @Nullable Integer rpm,
        @Nullable Integer tpm) {}
