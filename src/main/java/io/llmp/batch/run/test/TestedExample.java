package io.llmp.batch.run.test;

import io.llmp.batch.record.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came of asking about one of a template's examples.
 *
 * @param index 0-based position among the examples
 * @param wanted the answer the example gives, an object by field
 * @param outcome what the model made of it
 * @param fields each field, wanted and got
 */
public record TestedExample(int index, JsonNode wanted, Outcome outcome, List<Field> fields) {

    /**
     * A field of an answer.
     *
     * @param wanted the example's value, or null when it has none
     * @param got the model's value, or null when there is none
     * @param matches whether both are the same
     */
    public record Field(
            String name,
            @Nullable JsonNode wanted,
            @Nullable JsonNode got,
            boolean matches) {}

    public TestedExample {
        fields = List.copyOf(fields);
    }

    /** Whether there is an answer that satisfies the output schema. */
    public boolean isValid() {
        return outcome instanceof Outcome.Answered;
    }
}
