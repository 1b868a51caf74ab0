package io.llmp.batch.llm;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One of several addresses or keys of a provider, as configured under {@code llmp.providers.NAME.endpoints}. What it leaves
 * out is the provider's.
 *
 * @param baseUrl address under which the protocol's paths lie
 * @param keyVariable environment variable that holds the key
 * @param keyFile file that holds the key; only its owner may read it
 * @param keyCommand shell command that prints the key
 * @param keyLifetime time after which the command is run again
 */
public record KeyedAddress(
        @Nullable URI baseUrl,
        @Nullable String keyVariable,
        @Nullable Path keyFile,
        @Nullable String keyCommand,
        @Nullable Duration keyLifetime) {

    public KeyedAddress {
        if (keyLifetime != null && (keyLifetime.isNegative() || keyLifetime.isZero())) {
            throw new IllegalArgumentException("keyLifetime must be above 0 but was " + keyLifetime);
        }
    }

    /** Whether it says where its key comes from. */
    boolean hasKey() {
        return keyVariable != null || keyFile != null || keyCommand != null;
    }

    /** Returns it with what it leaves out taken from {@code provider}; the parts of a key are taken together. */
    KeyedAddress orElse(KeyedAddress provider) {
        KeyedAddress key = hasKey() ? this : provider;
        return new KeyedAddress(
                baseUrl == null ? provider.baseUrl : baseUrl,
                key.keyVariable,
                key.keyFile,
                key.keyCommand,
                keyLifetime == null ? key.keyLifetime : keyLifetime);
    }
}
