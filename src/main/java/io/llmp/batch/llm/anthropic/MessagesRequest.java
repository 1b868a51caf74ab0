package io.llmp.batch.llm.anthropic;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.http.Extras;
import io.llmp.batch.schema.StrictSchema;
import io.llmp.batch.schema.Subset;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.ModelSettings;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests as the Messages protocol wants them (Claude API reference, "Create a Message"). */
final class MessagesRequest {

    /** The tool whose input is the answer, where the server knows no output format. */
    static final String TOOL = "answer";

    /** Claude documentation, "Structured outputs", section "JSON Schema limitations", as of 2026-10. */
    private static final Subset STRICT = new Subset(
            Set.of(),
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"),
            true,
            false,
            1,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            24,
            16,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE);

    /** The protocol demands a bound. This one is far above what a row's answer needs, and every model allows it. */
    private static final int DEFAULT_MAX_TOKENS = 4_096;

    private final Dialect dialect;

    MessagesRequest(Dialect dialect) {
        this.dialect = dialect;
    }

    static List<AnswerForm> forms(ObjectNode schema) {
        return StrictSchema.of(schema, STRICT).isPresent()
                ? List.of(AnswerForm.STRICT_SCHEMA, AnswerForm.SCHEMA)
                : List.of(AnswerForm.SCHEMA);
    }

    ObjectNode body(ModelRequest request, AnswerForm form) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", request.model());
        body.put("stream", false);
        addSettings(body, request.settings());
        addSystem(body, request);
        if (request.outputSchema() != null) {
            addForm(body, request.outputSchema(), form);
        }
        Extras.add(body, dialect, request.settings());
        addMessages(body, request);
        return body;
    }

    private void addSettings(ObjectNode body, ModelSettings settings) {
        body.put(
                Objects.requireNonNullElse(dialect.maxTokensField(), "max_tokens"),
                Objects.requireNonNullElse(settings.maxOutputTokens(), DEFAULT_MAX_TOKENS));
        if (settings.temperature() != null) {
            body.put("temperature", settings.temperature());
        }
        if (settings.topP() != null) {
            body.put("top_p", settings.topP());
        }
        if (settings.reasoningEffort() != null) {
            body.putObject("output_config").put("effort", settings.reasoningEffort());
        }
        if (settings.serviceTier() != null) {
            body.put("service_tier", settings.serviceTier());
        }
    }

    private static void addSystem(ObjectNode body, ModelRequest request) {
        ArrayNode system = JsonNodeFactory.instance.arrayNode();
        for (Message message : request.messages()) {
            if (message.role() == Role.SYSTEM) {
                system.addObject().put("type", "text").put("text", message.content());
            }
        }
        if (!system.isEmpty()) {
            body.set("system", system);
        }
    }

    private static void addForm(ObjectNode body, ObjectNode schema, AnswerForm form) {
        switch (form) {
            case STRICT_SCHEMA ->
                body.withObject("/output_config")
                        .putObject("format")
                        .put("type", "json_schema")
                        .set("schema", StrictSchema.of(schema, STRICT).orElse(schema));
            case SCHEMA -> {
                body.putArray("tools")
                        .addObject()
                        .put("name", TOOL)
                        .put("description", "Takes the answer.")
                        .set("input_schema", schema);
                body.putObject("tool_choice").put("type", "tool").put("name", TOOL);
            }
            case JSON_OBJECT, INSTRUCTION -> {}
        }
    }

    /** Marks the end of what is the same for every row, up to which the provider is to keep the request. */
    private static void addMessages(ObjectNode body, ModelRequest request) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        List<Message> all = request.messages();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).role() != Role.SYSTEM) {
                messages.add(i == request.stable() - 1 ? marked(all.get(i)) : message(all.get(i)));
            }
        }
        boolean onlySystem =
                request.stable() > 0 && all.get(request.stable() - 1).role() == Role.SYSTEM;
        if (onlySystem && body.path("system") instanceof ArrayNode system && !system.isEmpty()) {
            mark((ObjectNode) system.get(system.size() - 1));
        }
        body.set("messages", messages);
    }

    private static ObjectNode marked(Message message) {
        ObjectNode marked = JsonNodeFactory.instance.objectNode().put("role", role(message));
        mark(marked.putArray("content").addObject().put("type", "text").put("text", message.content()));
        return marked;
    }

    private static void mark(ObjectNode block) {
        block.putObject("cache_control").put("type", "ephemeral");
    }

    static ObjectNode message(Message message) {
        return JsonNodeFactory.instance.objectNode().put("role", role(message)).put("content", message.content());
    }

    private static String role(Message message) {
        return message.role() == Role.ASSISTANT ? "assistant" : "user";
    }
}
