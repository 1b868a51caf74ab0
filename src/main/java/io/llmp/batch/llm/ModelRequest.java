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
 */
public record ModelRequest(
        String model, ModelSettings settings, @Nullable ObjectNode outputSchema, List<Message> messages) {
    public ModelRequest {
        messages = List.copyOf(messages);
    }
}
