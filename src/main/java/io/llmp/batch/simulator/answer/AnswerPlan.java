package io.llmp.batch.simulator.answer;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * How requests with one schema and system message are answered.
 *
 * @param isJson whether the answer is sent as JSON; else it is text
 * @param check whether a value is what was asked for
 */
public record AnswerPlan(Shape shape, boolean isJson, Predicate<JsonNode> check) {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final Shape SENTENCE = new TextShape(false, null, "", Hints.NONE, 1, 400);

    /** Any text will do. */
    static AnswerPlan ofText() {
        return new AnswerPlan(SENTENCE, false, value -> true);
    }

    /** Any JSON object will do. */
    static AnswerPlan ofAnyJson() {
        Shape object = new ObjectShape(Map.of("answer", SENTENCE), Set.of("answer"), SENTENCE, 1, 1);
        return new AnswerPlan(object, true, JsonNode::isObject);
    }

    /** @param systemText may explain the schema's values */
    static AnswerPlan of(JsonNode schema, String systemText) {
        List<String> explanations = systemText.lines().toList();
        return new AnswerPlan(new ShapeCompiler(schema, explanations).compile(), true, check(schema));
    }

    /**
     * Returns a plan for answers that satisfy what {@code told} checks, too: a provider holds answers to a looser schema than
     * the messages ask for, and a model minds both.
     */
    AnswerPlan minding(AnswerPlan told) {
        Shape both = source -> {
            JsonNode answer = shape.fill(source);
            if (told.check.test(answer)) {
                return answer;
            }
            JsonNode other = told.shape.fill(source);
            return check.test(other) ? other : answer;
        };
        return new AnswerPlan(both, isJson, told.check);
    }

    public static Predicate<JsonNode> check(JsonNode schema) {
        Schema compiled = SCHEMAS.getSchema(schema);
        return value -> compiled.validate(value).isEmpty();
    }
}
