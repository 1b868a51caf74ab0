package io.llmp.batch.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.schema.StrictSchema;
import io.llmp.batch.schema.Subset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SaidBoundsTest {

    private static final ObjectNode SCHEMA = (ObjectNode) JsonMapper.shared().readTree("""
            {"type": "object", "additionalProperties": false, "required": ["a", "b", "c", "d", "e"], "properties": {
              "a": {"type": "string", "minLength": 2, "maxLength": 40, "description": "A name (of a person)"},
              "b": {"type": "string", "minLength": 5, "maxLength": 5},
              "c": {"type": "integer", "minimum": 10, "maximum": 50},
              "d": {"type": "number", "exclusiveMinimum": 0.5, "multipleOf": 0.25},
              "e": {"type": "array", "items": {"type": "string", "maxLength": 8}, "maxItems": 3}}}
            """);

    private static final Subset NO_BOUNDS =
            new Subset(Set.of(), Set.of(), false, false, 0, 10, 5_000, 1_000, 1_000, 1_000, 120_000);

    @Test
    void readsEveryBoundThatAStrictFormHasPutIntoWords() {
        JsonNode strict = StrictSchema.of(SCHEMA, NO_BOUNDS).orElseThrow();
        assertThat(strict.toString()).doesNotContain("maxLength", "minimum");

        JsonNode read = SaidBounds.of(strict);

        for (String pointer : new String[] {
            "/properties/a/minLength",
            "/properties/a/maxLength",
            "/properties/b/minLength",
            "/properties/b/maxLength",
            "/properties/c/minimum",
            "/properties/c/maximum",
            "/properties/d/exclusiveMinimum",
            "/properties/d/multipleOf",
            "/properties/e/items/maxLength",
            "/properties/e/maxItems"
        }) {
            assertThat(read.at(pointer).decimalValue())
                    .as(pointer)
                    .isEqualByComparingTo(SCHEMA.at(pointer).decimalValue());
        }
    }

    @Test
    void leavesOtherDescriptionsAsTheyAre() {
        JsonNode schema = JsonMapper.shared().readTree("""
                {"type": "object", "description": "What (if anything), at all, is said",
                 "properties": {"a": {"type": "string", "description": ""}}}
                """);
        assertThat(SaidBounds.of(schema)).isEqualTo(schema);
    }
}
