package io.llmp.batch.template.use;

import io.llmp.batch.schema.Json;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.JobTemplate.Example;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.file.TemplateFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a valid row into the messages sent to the model: the instruction, the examples as earlier turns, then the
 * row. What the model has to know of the output schema is added by the protocol, which knows what the provider shows it. The
 * same template and row give the same messages for ever. Safe for use by many threads.
 *
 * <p>A row is told by the template's prompt, else as a JSON object whose members are in the schema's order. A property
 * that the row lacks, or whose value is null, is empty in a prompt.
 */
public final class PromptRenderer {

    private final JsonNode properties;
    private final @Nullable PromptText prompt;
    private final List<Message> prefix;

    /**
     * Makes {@code template} ready for rendering.
     *
     * @throws IllegalArgumentException when the prompt is none for the template's input schema, which {@link TemplateFile}
     *     does not let happen
     */
    public PromptRenderer(JobTemplate template) {
        properties = template.input().path("properties");
        String text = template.prompt();
        if (text != null) {
            PromptReview.review(text, template.input(), (line, problem, remedy) -> {
                throw new IllegalArgumentException("prompt must fit the input schema: " + problem);
            });
        }
        prompt = text == null ? null : new PromptText(text);
        prefix = prefix(template);
    }

    /** Returns the whole conversation for {@code input}, as {@link InputCheck} returned it; all but the last message are the same for every row. */
    public List<Message> render(ObjectNode input) {
        List<Message> messages = new ArrayList<>(prefix.size() + 1);
        messages.addAll(prefix);
        messages.add(new Message(Role.USER, row(input)));
        return Collections.unmodifiableList(messages);
    }

    /** Returns the messages with which every conversation begins. */
    public List<Message> prefix() {
        return Collections.unmodifiableList(prefix);
    }

    private List<Message> prefix(JobTemplate template) {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message(Role.SYSTEM, template.instruction().strip()));
        for (Example example : template.examples()) {
            messages.add(new Message(Role.USER, row(example.input())));
            messages.add(new Message(Role.ASSISTANT, answer(example.output(), template.output())));
        }
        return messages;
    }

    /**
     * Returns the words that every request had for an answer by {@code output} before protocols chose them. They still
     * distinguish requests.
     */
    public static String words(ObjectNode output) {
        return "\n\nAnswer with exactly one JSON object, and nothing before or after it: no explanation, no code fence."
                + " It must be valid against this JSON Schema:\n"
                + Json.write(output);
    }

    private static String answer(JsonNode output, @Nullable ObjectNode schema) {
        return output instanceof ObjectNode object && schema != null
                ? Json.write(Json.ordered(object, schema.path("properties")))
                : output.asString();
    }

    private String row(ObjectNode input) {
        ObjectNode row = Json.ordered(input, properties);
        return prompt == null ? Json.write(row) : prompt.fill(row);
    }
}
