package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.http.Extras;
import io.llmp.batch.schema.StrictSchema;
import io.llmp.batch.schema.Subset;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests as the chat completions protocol wants them (OpenAI API reference, "Create chat completion"). */
final class ChatCompletionRequest {

    /** OpenAI documentation, "Structured model outputs", section "Supported schemas", as of 2026-02. */
    private static final Subset STRICT = new Subset(
            Set.of("pattern", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxItems"),
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"),
            false,
            true,
            Integer.MAX_VALUE,
            10,
            5_000,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            1_000,
            120_000);

    private static final String MAX_TOKENS = "max_completion_tokens";
    private static final String OLDER_MAX_TOKENS = "max_tokens";

    private final Dialect dialect;
    private final boolean enforcesAll;

    /**
     * @param enforcesAll whether the server may hold its answers to all bounds of a schema, as servers do that turn one into
     *     a grammar; then one that keeps its bounds goes before a strict one that has lost some
     */
    ChatCompletionRequest(Dialect dialect, boolean enforcesAll) {
        this.dialect = dialect;
        this.enforcesAll = enforcesAll;
    }

    List<AnswerForm> forms(ObjectNode schema) {
        if (enforcesAll && StrictSchema.loosens(schema, STRICT)) {
            return List.of(AnswerForm.SCHEMA, AnswerForm.STRICT_SCHEMA, AnswerForm.JSON_OBJECT);
        }
        return StrictSchema.of(schema, STRICT).isPresent()
                ? List.of(AnswerForm.STRICT_SCHEMA, AnswerForm.SCHEMA, AnswerForm.JSON_OBJECT)
                : List.of(AnswerForm.SCHEMA, AnswerForm.JSON_OBJECT);
    }

    /** Returns the other name of the field that bounds an answer; null when {@code field} is no such field. */
    static @Nullable String otherBound(String field) {
        return switch (field) {
            case MAX_TOKENS -> OLDER_MAX_TOKENS;
            case OLDER_MAX_TOKENS -> MAX_TOKENS;
            default -> null;
        };
    }

    ObjectNode body(ModelRequest request, AnswerForm form) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", request.model());
        // Some gateways stream unless told otherwise.
        body.put("stream", false);
        addSettings(body, request.settings());
        if (request.outputSchema() != null) {
            addForm(body, request.outputSchema(), form);
        }
        Extras.add(body, dialect, request.settings());
        ArrayNode messages = body.putArray("messages");
        request.messages().forEach(message -> messages.add(message(message)));
        return body;
    }

    static ObjectNode message(Message message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("role", message.role().name().toLowerCase(Locale.ROOT))
                .put("content", message.content());
    }

    private void addSettings(ObjectNode body, ModelSettings settings) {
        if (settings.temperature() != null) {
            body.put("temperature", settings.temperature());
        }
        if (settings.topP() != null) {
            body.put("top_p", settings.topP());
        }
        if (settings.maxOutputTokens() != null) {
            body.put(Objects.requireNonNullElse(dialect.maxTokensField(), MAX_TOKENS), settings.maxOutputTokens());
        }
        if (settings.seed() != null) {
            body.put("seed", settings.seed());
        }
        if (settings.reasoningEffort() != null) {
            body.put("reasoning_effort", settings.reasoningEffort());
        }
        if (settings.serviceTier() != null) {
            body.put("service_tier", settings.serviceTier());
        }
    }

    private static void addForm(ObjectNode body, ObjectNode schema, AnswerForm form) {
        switch (form) {
            case STRICT_SCHEMA ->
                addSchema(body, true, StrictSchema.of(schema, STRICT).orElse(schema));
            case SCHEMA -> addSchema(body, false, schema);
            case JSON_OBJECT -> body.putObject("response_format").put("type", "json_object");
            case INSTRUCTION -> {}
        }
    }

    private static void addSchema(ObjectNode body, boolean strict, ObjectNode schema) {
        body.putObject("response_format")
                .put("type", "json_schema")
                .putObject("json_schema")
                .put("name", "answer")
                .put("strict", strict)
                .set("schema", schema);
    }
}
