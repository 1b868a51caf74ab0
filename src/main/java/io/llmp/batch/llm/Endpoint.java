package io.llmp.batch.llm;

import io.llmp.batch.limit.LimitSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One provider, as configured under {@code llmp.providers.NAME}.
 *
 * @param protocol the wire format it speaks
 * @param baseUrl address under which the protocol's paths lie; none for the simulator, which is started for the run
 * @param baseUrlVariable environment variable that overrides the address
 * @param keyVariable environment variable that holds the key
 * @param keyRequired whether a call without a key is pointless, as long as the address is the configured one
 * @param model model of templates and runs that name none
 * @param concurrency calls in flight at once
 * @param rpm requests a minute
 * @param tpm prompt and completion tokens a minute
 * @param callTimeout bound on one call, from sending to the last byte
 */
public record Endpoint(
        @DefaultValue("openai") String protocol,
        @Nullable URI baseUrl,
        @Nullable String baseUrlVariable,
        @Nullable String keyVariable,
        @DefaultValue("false") boolean keyRequired,
        @Nullable String model,
        @DefaultValue("16") int concurrency,
        @Nullable Integer rpm,
        @Nullable Integer tpm,
        @DefaultValue("120s") Duration callTimeout) {
    public Endpoint {
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException("callTimeout must be above 0 but was " + callTimeout);
        }
    }

    /** The limits configured for it. */
    LimitSettings limits() {
        return new LimitSettings(concurrency, rpm, tpm);
    }
}
