package io.llmp.batch.llm;

import io.llmp.batch.limit.LimitSettings;
import org.jspecify.annotations.Nullable;

/**
 * The provider, model, limits and price that a {@link ModelSelection} resolves to under the configuration.
 *
 * @param model the model to ask for
 * @param price what it costs, or null when that is not known
 */
public record ResolvedModel(
        Provider provider,
        String model,
        LimitSettings limits,
        @Nullable Price price) {

    /** Returns the same model with what answers of a service tier cost; {@code tier} is null for the provider's own. */
    public ResolvedModel withServiceTier(@Nullable String tier) {
        return new ResolvedModel(provider, model, limits, price == null ? null : price.of(tier));
    }
}
