package io.llmp.batch.simulator;

import java.util.Random;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Satisfiable schemas such as people write for answers, the same ones for the same seed. */
@NullMarked
public final class RandomSchemas {

    private static final String[] NAMES = {
        "team", "urgency", "summary", "sentiment", "topics", "confidence", "issue", "would_buy_again", "due_date", "x"
    };

    private static final String[] WORDS = {
        "billing", "access", "bug", "positive", "negative", "mixed", "other", "delivery", "quality", "größe"
    };

    private final Random random;

    public RandomSchemas(long seed) {
        random = new Random(seed);
    }

    public ObjectNode next() {
        return object(0);
    }

    private ObjectNode any(int depth) {
        return switch (random.nextInt(depth < 3 ? 9 : 6)) {
            case 0 -> integer();
            case 1 -> number();
            case 2 -> text();
            case 3 -> schema().put("type", "boolean");
            case 4 -> choice();
            case 5 -> nullable();
            case 6 -> object(depth + 1);
            case 7 -> list(depth + 1);
            default -> alternatives(depth + 1);
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode schema = schema().put("type", "object").put("additionalProperties", random.nextBoolean());
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            if (!properties.has(name)) {
                properties.set(name, any(depth));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
        return schema;
    }

    private ObjectNode list(int depth) {
        ObjectNode schema = schema().put("type", "array").set("items", any(depth));
        int least = random.nextInt(3);
        return schema.put("minItems", least).put("maxItems", least + random.nextInt(3));
    }

    private ObjectNode alternatives(int depth) {
        ObjectNode schema = schema();
        schema.putArray("anyOf").add(any(depth)).add(any(depth));
        return schema;
    }

    private ObjectNode integer() {
        int least = random.nextInt(-20, 20);
        ObjectNode schema = schema().put("type", "integer").put("minimum", least);
        return random.nextBoolean() ? schema : schema.put("maximum", least + random.nextInt(12));
    }

    private ObjectNode number() {
        double least = random.nextInt(-300, 300) / 100.0;
        ObjectNode schema = schema().put("type", "number").put(bound("inimum"), least);
        return random.nextBoolean() ? schema : schema.put(bound("aximum"), least + 0.01 + random.nextDouble());
    }

    private String bound(String name) {
        return (random.nextBoolean() ? "m" : "exclusiveM") + name;
    }

    private ObjectNode text() {
        int least = random.nextInt(40);
        ObjectNode schema = schema().put("type", "string").put("minLength", least);
        return random.nextBoolean() ? schema : schema.put("maxLength", least + random.nextInt(1, 60));
    }

    private ObjectNode choice() {
        ObjectNode schema = schema();
        ArrayNode values = schema.putArray("enum");
        int first = random.nextInt(WORDS.length);
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            values.add(WORDS[(first + i) % WORDS.length]);
        }
        return schema;
    }

    private ObjectNode nullable() {
        ObjectNode schema = text();
        schema.putArray("type").add("string").add("null");
        return schema;
    }

    private static ObjectNode schema() {
        return JsonNodeFactory.instance.objectNode();
    }
}
