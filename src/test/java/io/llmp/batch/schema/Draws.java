package io.llmp.batch.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Draws schemas such as people write for answers, and values that satisfy a schema. The same ones for the same seed. */
final class Draws {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] NAMES = {"team", "urgency", "note", "a/b", "c~d", "größe", "x"};
    private static final String[] WORDS = {"billing", "access", "bug", "Größe", "", "null", "1"};

    private final Random random;

    Draws(long seed) {
        random = new Random(seed);
    }

    /** One value twice: as the original schema has it, and as the rewritten one does, with null where a member is lacking. */
    record Pair(JsonNode original, JsonNode strict) {}

    ObjectNode schema() {
        ObjectNode root = object(0);
        if (random.nextBoolean()) {
            ObjectNode definitions = root.putObject("$defs");
            definitions.set("leaf", scalar());
            // A list may be empty, so that drawing a value of a recursive schema comes to an end.
            ObjectNode tree =
                    definitions.putObject("tree").put("type", "object").put("additionalProperties", false);
            tree.putObject("properties")
                    .set(
                            "next",
                            NODES.objectNode()
                                    .put("type", "array")
                                    .set("items", NODES.objectNode().put("$ref", "#/$defs/tree")));
            ObjectNode properties = (ObjectNode) root.path("properties");
            properties.putObject("leaf").put("$ref", "#/$defs/leaf");
            properties.putObject("tree").put("$ref", "#/$defs/tree");
        }
        return root;
    }

    private ObjectNode object(int depth) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        if (random.nextBoolean()) {
            schema.put("additionalProperties", random.nextBoolean());
        }
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            if (!properties.has(name)) {
                properties.set(name, any(depth));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
        return random.nextBoolean() || !required.isEmpty() ? schema.set("required", required) : schema;
    }

    private ObjectNode any(int depth) {
        ObjectNode schema = switch (random.nextInt(depth < 3 ? 8 : 5)) {
            case 5 -> object(depth + 1);
            case 6 -> list(depth + 1);
            case 7 -> alternatives(depth + 1);
            default -> scalar();
        };
        return random.nextInt(4) == 0 ? schema.put("description", "What it means.") : schema;
    }

    private ObjectNode scalar() {
        ObjectNode schema = NODES.objectNode();
        switch (random.nextInt(7)) {
            case 0 -> schema.put("type", "integer").put("minimum", -3).put("maximum", 9);
            case 1 -> schema.put("type", "number").put("exclusiveMinimum", -1);
            case 2 -> schema.put("type", "string").put("format", "date");
            case 3 -> schema.put("type", "boolean");
            case 4 -> schema.putArray("enum").add("billing").add("access").add(random.nextBoolean() ? "bug" : "x");
            case 5 -> schema.put("const", WORDS[random.nextInt(WORDS.length)]);
            default -> schema.putArray("type").add("string").add(random.nextBoolean() ? "null" : "integer");
        }
        return schema;
    }

    private ObjectNode list(int depth) {
        ObjectNode schema = NODES.objectNode().put("type", "array").set("items", any(depth));
        return random.nextBoolean() ? schema.put("minItems", 1) : schema;
    }

    private ObjectNode alternatives(int depth) {
        ObjectNode schema = NODES.objectNode();
        schema.putArray("anyOf").add(any(depth)).add(any(depth));
        return schema;
    }

    /** Returns a value that satisfies {@code schema}, which is, or is part of, {@code root}. */
    Pair value(JsonNode root, JsonNode schema, int depth) {
        if (schema.has("$ref")) {
            return value(root, root.at(schema.path("$ref").asString().substring(1)), depth);
        }
        if (schema.has("anyOf")) {
            return value(root, oneOf(schema.path("anyOf")), depth);
        }
        if (schema.has("enum")) {
            return both(oneOf(schema.path("enum")));
        }
        if (schema.has("const")) {
            return both(schema.path("const"));
        }
        JsonNode type = schema.path("type").isArray() ? oneOf(schema.path("type")) : schema.path("type");
        return switch (type.asString()) {
            case "object" -> members(root, schema, depth);
            case "array" -> elements(root, schema, depth);
            default -> both(scalar(type.asString(), schema));
        };
    }

    private JsonNode oneOf(JsonNode several) {
        return several.get(random.nextInt(several.size()));
    }

    private static Pair both(JsonNode value) {
        return new Pair(value, value);
    }

    private Pair members(JsonNode root, JsonNode schema, int depth) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        ObjectNode original = NODES.objectNode();
        ObjectNode strict = NODES.objectNode();
        for (var member : schema.path("properties").properties()) {
            if (required.contains(member.getKey()) || random.nextBoolean()) {
                Pair value = value(root, member.getValue(), depth + 1);
                original.set(member.getKey(), value.original());
                strict.set(member.getKey(), value.strict());
            } else {
                strict.putNull(member.getKey());
            }
        }
        return new Pair(original, strict);
    }

    private Pair elements(JsonNode root, JsonNode schema, int depth) {
        ArrayNode original = NODES.arrayNode();
        ArrayNode strict = NODES.arrayNode();
        int least = schema.path("minItems").asInt(0);
        for (int i = least + (depth > 6 ? 0 : random.nextInt(3)); i > 0; i--) {
            Pair value = value(root, schema.path("items"), depth + 1);
            original.add(value.original());
            strict.add(value.strict());
        }
        return new Pair(original, strict);
    }

    private JsonNode scalar(String type, JsonNode schema) {
        return switch (type) {
            case "integer" -> NODES.numberNode(random.nextInt(-3, 10));
            case "number" -> NODES.numberNode(random.nextInt(1, 500) / 100.0);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            default -> NODES.stringNode(schema.has("format") ? "2024-02-29" : WORDS[random.nextInt(WORDS.length)]);
        };
    }
}
