package io.llmp.batch.llm;

import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One question to a model, in no provider's wire format.
 *
 * @param model the provider's name of the model
 * @param settings sampling and bounds; provider and name in it are not looked at
 * @param outputSchema JSON Schema the answer is to satisfy, or null for free text
 * @param messages the conversation; system messages only among the stable ones
 * @param stable how many of the first messages are the same for every row, so that a provider can keep them, at least 0
 */
public record ModelRequest(
        String model, ModelSettings settings, @Nullable ObjectNode outputSchema, List<Message> messages, int stable) {
    public ModelRequest {
        messages = List.copyOf(messages);
        if (stable < 0 || stable > messages.size()) {
            throw new IllegalArgumentException("stable must be from 0 to " + messages.size() + " but was " + stable);
        }
    }

    /** A request whose last message alone is a row's own. */
    public ModelRequest(
            String model, ModelSettings settings, @Nullable ObjectNode outputSchema, List<Message> messages) {
        this(model, settings, outputSchema, messages, Math.max(0, messages.size() - 1));
    }

    /** Returns the same question at another point of the conversation. */
    public ModelRequest withMessages(List<Message> others) {
        return new ModelRequest(model, settings, outputSchema, others, Math.min(stable, others.size()));
    }

    /** Returns the same question without a schema of its answer. */
    public ModelRequest withoutSchema() {
        return new ModelRequest(model, settings, null, messages, stable);
    }

    /** Returns the same question under other settings. */
    public ModelRequest withSettings(ModelSettings others) {
        return new ModelRequest(model, others, outputSchema, messages, stable);
    }
}
