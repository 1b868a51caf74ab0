package io.llmp.batch.llm;

import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.ModelSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
 * @param inputTpm prompt tokens a minute that were not cached, where the provider counts them apart
 * @param outputTpm completion tokens a minute, where the provider counts them apart
 * @param rpd requests in 24 hours
 * @param tpd prompt and completion tokens in 24 hours
 * @param callTimeout bound on one call, from sending to the last byte; without it, what the longest answer may take
 * @param keyFile file that holds the key instead of a variable; only its owner may read it
 * @param allowHttp whether a key and rows may travel unencrypted to another machine
 * @param path where under the address calls go, instead of the protocol's path; {@code {model}} in it is the model
 * @param query parameters of the address
 * @param keyHeader header that carries the key as it is, instead of the protocol's own way
 * @param headers further headers; none of them a secret
 * @param extra further fields of each request, as one JSON object
 * @param maxTokensField name of the field that bounds an answer, instead of the protocol's
 * @param answerForm the most reliable form of an answer to ask for; what the server refuses is found out
 * @param keyCommand shell command that prints the key, instead of a variable or a file
 * @param keyLifetime time after which {@code keyCommand} is run again; without it, when the key is refused
 * @param endpoints addresses and keys that take each other's place, the preferred one first; none for one of them
 * @param showsSchema whether the server shows the model the schema that it is given beside the messages; without it, that is
 *     taken to be so of the hosts of providers that say so
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
        @Nullable Integer inputTpm,
        @Nullable Integer outputTpm,
        @Nullable Long rpd,
        @Nullable Long tpd,
        @Nullable Duration callTimeout,
        @Nullable Path keyFile,
        @DefaultValue("false") boolean allowHttp,
        @Nullable String path,
        @DefaultValue Map<String, String> query,
        @Nullable String keyHeader,
        @DefaultValue Map<String, String> headers,
        @Nullable String extra,
        @Nullable String maxTokensField,
        @DefaultValue("strict-schema") AnswerForm answerForm,
        @Nullable String keyCommand,
        @Nullable Duration keyLifetime,
        @DefaultValue List<KeyedAddress> endpoints,
        @Nullable Boolean showsSchema) {

    /** Time for a call beside that for its answer: connecting, queueing at the provider, reading the prompt. */
    private static final Duration TIME_BESIDE_ANSWER = Duration.ofSeconds(60);

    /** Slower than any model in common use writes. */
    private static final int TOKENS_PER_SECOND = 20;

    /** What an answer is taken to have at most when it is not bounded: enough for 5 minutes in all. */
    private static final int TOKENS_OF_UNBOUNDED_ANSWER = 4_800;

    public Endpoint {
        if (callTimeout != null && (callTimeout.isNegative() || callTimeout.isZero())) {
            throw new IllegalArgumentException("callTimeout must be above 0 but was " + callTimeout);
        }
        if (path != null && !path.startsWith("/")) {
            throw new IllegalArgumentException("path must start with / but was " + path);
        }
        requirePositive("concurrency", concurrency);
        requirePositive("rpm", rpm);
        requirePositive("tpm", tpm);
        requirePositive("inputTpm", inputTpm);
        requirePositive("outputTpm", outputTpm);
        requirePositive("rpd", rpd);
        requirePositive("tpd", tpd);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        endpoints = List.copyOf(endpoints);
    }

    private static void requirePositive(String name, @Nullable Number value) {
        if (value != null && value.longValue() < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
        }
    }

    /** Its own address, and where its key comes from. */
    KeyedAddress own() {
        return new KeyedAddress(baseUrl, keyVariable, keyFile, keyCommand, keyLifetime);
    }

    /**
     * In what the server differs from its protocol.
     *
     * @throws ProblemException when the further fields are no JSON object, or set what only a template may; or when the
     *     further headers hold a key
     */
    Dialect dialect(String provider) {
        for (String header : headers.keySet()) {
            if (ModelSettings.RESERVED_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
                throw ProblemException.invalid(
                        "llmp.providers." + provider + ".headers cannot set the header " + header + ".",
                        "Remove it; name a header that carries the key by key-header, and give the key by key-variable,"
                                + " key-file or key-command.");
            }
        }
        ObjectNode fields = extra == null ? JsonNodeFactory.instance.objectNode() : fields(provider, extra);
        return new Dialect(path, query, keyHeader, headers, fields, maxTokensField, answerForm, showsSchema);
    }

    private static ObjectNode fields(String provider, String extra) {
        String key = "llmp.providers." + provider + ".extra";
        JsonNode fields;
        try {
            fields = JsonMapper.shared().readTree(extra);
        } catch (JacksonException e) {
            throw ProblemException.invalid(key + " is not JSON: " + e.getOriginalMessage() + ".", "Correct it.", e);
        }
        if (!(fields instanceof ObjectNode object)) {
            throw ProblemException.invalid(key + " is not a JSON object.", "Write it as '{\"field\": value}'.");
        }
        for (String reserved : ModelSettings.RESERVED) {
            if (object.has(reserved)) {
                throw ProblemException.invalid(
                        key + " cannot set the field " + reserved + ".", "Remove it; templates and runs set it.");
            }
        }
        return object;
    }

    /** The limits configured for it. */
    LimitSettings limits() {
        return new LimitSettings(concurrency, rpm, tpm, inputTpm, outputTpm, rpd, tpd);
    }

    /** Returns the bound on one call whose answer has at most so many tokens; null for no bound on the answer. */
    Duration callTimeout(@Nullable Integer maxOutputTokens) {
        if (callTimeout != null) {
            return callTimeout;
        }
        int tokens = maxOutputTokens == null ? TOKENS_OF_UNBOUNDED_ANSWER : maxOutputTokens;
        return TIME_BESIDE_ANSWER.plusSeconds(tokens / TOKENS_PER_SECOND);
    }
}
