package io.llmp.batch.llm;

import java.util.Map;
import org.jspecify.annotations.Nullable;
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
 */
public record Dialect(
        @Nullable String path,
        Map<String, String> query,
        @Nullable String keyHeader,
        Map<String, String> headers,
        ObjectNode extra,
        @Nullable String maxTokensField,
        AnswerForm firstForm) {

    /** No difference. */
    public static final Dialect NONE = new Dialect(
            null, Map.of(), null, Map.of(), JsonNodeFactory.instance.objectNode(), null, AnswerForm.STRICT_SCHEMA);

    public Dialect {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        extra = extra.deepCopy();
    }
}
