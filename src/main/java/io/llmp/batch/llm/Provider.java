package io.llmp.batch.llm;

import io.llmp.batch.llm.key.ProviderKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
 * @param others further endpoints of the same provider, which take the place of this one, in this order
 */
public record Provider(
        String name,
        String protocol,
        URI baseUrl,
        @Nullable ProviderKey key,
        int slots,
        Duration callTimeout,
        boolean simulated,
        Dialect dialect,
        List<Provider> others) {

    public Provider {
        others = List.copyOf(others);
    }

    /** A provider with one endpoint. */
    public Provider(
            String name,
            String protocol,
            URI baseUrl,
            @Nullable ProviderKey key,
            int slots,
            Duration callTimeout,
            boolean simulated,
            Dialect dialect) {
        this(name, protocol, baseUrl, key, slots, callTimeout, simulated, dialect, List.of());
    }

    /** Returns the same provider at another of its endpoints, which has no others. */
    Provider at(URI address, @Nullable ProviderKey itsKey) {
        return new Provider(name, protocol, address, itsKey, slots, callTimeout, simulated, dialect);
    }

    /** Returns the same provider with endpoints that take the place of this one. */
    Provider with(List<Provider> endpoints) {
        return new Provider(name, protocol, baseUrl, key, slots, callTimeout, simulated, dialect, endpoints);
    }

    /** Whether it shows a model the schema of its answer; the simulator does as OpenAI's own server. */
    public boolean showsSchema() {
        Boolean told = dialect.showsSchema();
        return told == null ? simulated || SchemaHosts.show(baseUrl) : told;
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "Provider[" + name + ", " + protocol + ", " + baseUrl + "]";
    }
}
