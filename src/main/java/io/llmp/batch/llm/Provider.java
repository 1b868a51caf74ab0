package io.llmp.batch.llm;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model endpoint, ready to be called.
 *
 * @param name its name in the configuration
 * @param protocol name of the {@link Protocol} it speaks
 * @param baseUrl address under which the protocol's paths lie, without a slash at the end
 * @param key secret it asks for, or null when it asks for none
 * @param slots most calls in flight at once
 * @param callTimeout bound on one call, from sending to the last byte
 * @param simulated whether its answers are made up
 * @param dialect in what it differs from the protocol
 */
public record Provider(
        String name,
        String protocol,
        URI baseUrl,
        @Nullable String key,
        int slots,
        Duration callTimeout,
        boolean simulated,
        Dialect dialect) {

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "Provider[" + name + ", " + protocol + ", " + baseUrl + "]";
    }
}
