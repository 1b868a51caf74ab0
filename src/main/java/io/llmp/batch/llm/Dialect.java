package io.llmp.batch.llm;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * In what a server differs from the protocol it speaks.
 *
 * @param path where under the base address calls go, or null for the protocol's own
 * @param query parameters of the address
 * @param keyHeader header that carries the key as it is, or null for the protocol's own way
 * @param headers further headers
 * @param extra further fields of the body; go before the protocol's own, and a template's go before them
 * @param maxTokensField name of the field that bounds an answer, or null for the protocol's own
 * @param firstForm the most reliable form of an answer the server is asked for
 * @param showsSchema whether the server shows the model the schema that it is given beside the messages; null where its host
 *     tells
 */
public record Dialect(
        @Nullable String path,
        Map<String, String> query,
        @Nullable String keyHeader,
        Map<String, String> headers,
        ObjectNode extra,
        @Nullable String maxTokensField,
        AnswerForm firstForm,
        @Nullable Boolean showsSchema) {

    /** No difference. */
    public static final Dialect NONE = new Dialect(
            null,
            Map.of(),
            null,
            Map.of(),
            JsonNodeFactory.instance.objectNode(),
            null,
            AnswerForm.STRICT_SCHEMA,
            null);

    /** Fields that say who asks, how soon and at what price, and what is kept; an answer is the same for all of them. */
    private static final List<String> WITHOUT_MEANING = List.of(
            "service_tier",
            "user",
            "metadata",
            "store",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention");

    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    public Dialect {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        extra = extra.deepCopy();
    }

    /** Returns this dialect with another field that bounds an answer. */
    public Dialect withMaxTokensField(String field) {
        return new Dialect(path, query, keyHeader, headers, extra, field, firstForm, showsSchema);
    }

    /**
     * Returns all of it that can change an answer as one text, the same for the same meaning; empty when there is nothing.
     * A path can name a deployment, and a header or a parameter a version of the API.
     */
    public String meaning() {
        ObjectNode meaning = JsonNodeFactory.instance.objectNode();
        if (path != null) {
            meaning.put("path", path);
        }
        query.forEach((name, value) -> meaning.withObject("/query").put(name, value));
        headers.forEach((name, value) -> meaning.withObject("/headers").put(name.toLowerCase(Locale.ROOT), value));
        ObjectNode fields = extra.deepCopy().remove(WITHOUT_MEANING);
        if (!fields.isEmpty()) {
            meaning.set("extra", fields);
        }
        if (firstForm != AnswerForm.STRICT_SCHEMA) {
            meaning.put("form", firstForm.name());
        }
        return meaning.isEmpty() ? "" : SORTED.writeValueAsString(meaning);
    }
}
