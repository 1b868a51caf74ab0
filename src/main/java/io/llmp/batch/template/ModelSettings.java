package io.llmp.batch.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

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
 * @param maxOutputTokensCeiling how far the bound is raised for an answer that did not fit, at least the bound itself; null
 *     never raises it
 * @param serviceTier the provider's word for how soon it is to answer, and at what price
 * @param extra further fields of the provider's request, none of {@link #RESERVED}; not changed once the settings exist
 * @param headers further headers of the provider's request, none of {@link #RESERVED_HEADERS}; none of them a secret
 * @param primeCache whether the first call of a run is to end before the second begins, so that the provider has kept what
 *     all requests have in common; changes no answer
 * @param schemaInPrompt whether the messages say what the answer must look like
 */
public record ModelSettings(
        @Nullable String provider,
        @Nullable String name,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxOutputTokens,
        @Nullable Long seed,
        @Nullable String reasoningEffort,
        @Nullable Integer maxOutputTokensCeiling,
        @Nullable String serviceTier,
        @Nullable ObjectNode extra,
        Map<String, String> headers,
        boolean primeCache,
        SchemaInPrompt schemaInPrompt) {

    /** All left to the provider. */
    public static final ModelSettings NONE = new ModelSettings(
            null, null, null, null, null, null, null, null, null, null, Map.of(), false, SchemaInPrompt.AUTO);

    /** Fields of a request that nothing else may set: they decide what is asked, and how the reply is read. */
    public static final List<String> RESERVED = List.of("model", "messages", "system", "stream", "n");

    /** Headers, in lower case, that nothing else may set: a key is kept out of words and files, and HTTP's own are HTTP's. */
    public static final List<String> RESERVED_HEADERS = List.of(
            "authorization",
            "x-api-key",
            "api-key",
            "proxy-authorization",
            "cookie",
            "host",
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection");

    public ModelSettings {
        headers = Map.copyOf(headers);
    }

    /** Returns the same settings with another bound on the answer's length. */
    public ModelSettings withMaxOutputTokens(int tokens) {
        return new ModelSettings(
                provider,
                name,
                temperature,
                topP,
                tokens,
                seed,
                reasoningEffort,
                maxOutputTokensCeiling,
                serviceTier,
                extra,
                headers,
                primeCache,
                schemaInPrompt);
    }

    /** Returns the same settings but for when calls are made. */
    ModelSettings withoutPriming() {
        return new ModelSettings(
                provider,
                name,
                temperature,
                topP,
                maxOutputTokens,
                seed,
                reasoningEffort,
                maxOutputTokensCeiling,
                serviceTier,
                extra,
                headers,
                false,
                schemaInPrompt);
    }
}
