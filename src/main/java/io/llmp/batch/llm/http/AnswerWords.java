package io.llmp.batch.llm.http;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.schema.CompactSchema;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.SchemaInPrompt;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds to a request's messages what the model has to know of its answer and is not told otherwise: at the end of the system
 * message, so that it is the same for every row.
 */
final class AnswerWords {

    private final boolean shown;

    /** @param shown whether the provider shows the model the schema that it is given beside the messages */
    AnswerWords(boolean shown) {
        this.shown = shown;
    }

    /** Returns {@code request} with the messages to be sent when its answer is asked for in {@code form}. */
    ModelRequest added(ModelRequest request, AnswerForm form) {
        ObjectNode schema = request.outputSchema();
        String words =
                schema == null ? "" : words(schema, form, request.settings().schemaInPrompt());
        if (words.isEmpty()) {
            return request;
        }
        List<Message> messages = new ArrayList<>(request.messages());
        if (!messages.isEmpty() && messages.get(0).role() == Role.SYSTEM) {
            messages.set(0, new Message(Role.SYSTEM, messages.get(0).content() + "\n\n" + words));
            return request.withMessages(messages);
        }
        messages.add(0, new Message(Role.SYSTEM, words));
        return new ModelRequest(request.model(), request.settings(), schema, messages, request.stable() + 1);
    }

    private String words(ObjectNode schema, AnswerForm form, SchemaInPrompt wish) {
        boolean given = form.givesSchema();
        // The API takes json_object only where the messages have the word JSON (OpenAI, "Structured model outputs").
        String json = given ? "" : "Answer with one JSON object" + (form == AnswerForm.INSTRUCTION ? " only" : "");
        boolean left = wish == SchemaInPrompt.NEVER || (wish == SchemaInPrompt.AUTO && given && shown);
        if (left) {
            return json.isEmpty() ? "" : json + ".";
        }
        String before = json.isEmpty() ? "Answer with" : json;
        return CompactSchema.of(schema)
                .map(members -> before + ": " + members)
                .orElseGet(() -> before + ", valid by this JSON Schema:\n" + schema);
    }
}
