package io.llmp.batch.dispatch;

import io.llmp.batch.llm.Provider;
import io.llmp.batch.llm.ResolvedModel;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What limits belong to.
 *
 * @param provider name in the configuration
 * @param key fingerprint of the key, or null where the provider asks for none
 */
public record CallPoolKey(
        String provider, URI baseUrl, @Nullable String key, String model) {

    /** Returns what the limits of calls to {@code model} belong to. */
    public static CallPoolKey of(ResolvedModel model) {
        Provider provider = model.provider();
        String key = provider.key() == null ? null : provider.key().fingerprint();
        return new CallPoolKey(provider.name(), provider.baseUrl(), key, model.model());
    }
}
