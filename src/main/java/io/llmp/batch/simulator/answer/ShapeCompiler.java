package io.llmp.batch.simulator.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a JSON schema into the shape of its values. Follows the keywords that say what a value is; those that only say
 * what it is not ({@code not}, {@code if}, {@code dependentRequired}, {@code patternProperties} …) are left to luck.
 * For one use.
 */
final class ShapeCompiler {

    private static final List<String> OTHER_THAN_TEXT = List.of("enum", "const", "anyOf", "oneOf");
    private static final int MOST_SCHEMAS = 1_000;
    private static final int NO_BOUND = Integer.MAX_VALUE;

    private final JsonNode root;
    private final List<String> explanations;
    private final Map<String, Later> references = new HashMap<>();
    private int compiled;

    /** Stands for the shape of a reference while that is being compiled, which may lead back to it. */
    private static final class Later implements Shape {

        private @Nullable Shape shape;

        @Override
        public JsonNode fill(Source source) {
            return Objects.requireNonNull(shape).fill(source.deeper());
        }
    }

    /** @param explanations lines of which some may explain the values of an {@code enum} */
    ShapeCompiler(JsonNode root, List<String> explanations) {
        this.root = root;
        this.explanations = explanations;
    }

    Shape compile() {
        return compile(root, "");
    }

    private Shape compile(JsonNode given, String name) {
        if (++compiled > MOST_SCHEMAS) {
            throw new IllegalArgumentException("schema must be smaller, or recur by a plain $ref");
        }
        ObjectNode schema = Schemas.flat(given, root);
        if (schema.has("$ref")) {
            return reference(schema.path("$ref").asString(), name);
        }
        if (schema.has("const")) {
            return Shape.constant(schema.path("const"));
        }
        if (schema.has("enum")) {
            return choice(schema);
        }
        String alternatives = schema.has("anyOf") ? "anyOf" : "oneOf";
        return schema.has(alternatives) ? firstOf(schema, alternatives, name) : typed(schema, name);
    }

    private Shape reference(String reference, String name) {
        Later known = references.get(reference);
        if (known == null) {
            known = new Later();
            references.put(reference, known);
            known.shape = compile(Schemas.resolve(reference, root), name);
        }
        return known;
    }

    private Shape choice(JsonNode schema) {
        List<String> lines = new ArrayList<>(explanations);
        lines.addAll(List.of(schema.path("description").asString("").split("[;\n]|\\. ")));
        return new ChoiceShape(schema.path("enum"), lines);
    }

    private Shape firstOf(ObjectNode schema, String keyword, String name) {
        ObjectNode around = Schemas.withoutAnnotations(schema);
        around.remove(keyword);
        boolean isNullable = false;
        List<Shape> shapes = new ArrayList<>();
        for (JsonNode alternative : schema.path(keyword)) {
            if (alternative.path("type").asString("").equals("null")) {
                isNullable = true;
            } else {
                shapes.add(compile(Schemas.merge(around, alternative, root), name));
            }
        }
        ObjectNode checked = schema.deepCopy();
        Schemas.DEFINITIONS.stream().filter(root::has).forEach(key -> checked.set(key, root.get(key)));
        Shape shape = shapes.isEmpty()
                ? Shape.constant(NullNode.instance)
                : new FirstOfShape(shapes, AnswerPlan.check(checked));
        return isNullable ? new NullableShape(shape, Leaning.of(name)) : shape;
    }

    private Shape typed(JsonNode schema, String name) {
        List<String> types = Schemas.types(schema);
        String type =
                types.stream().filter(each -> !each.equals("null")).findFirst().orElse("null");
        Shape shape = switch (type) {
            case "object" -> object(schema);
            case "array" -> list(schema, name);
            case "integer" -> new NumberShape(schema, name, true);
            case "number" -> new NumberShape(schema, name, false);
            case "boolean" -> new BooleanShape(name);
            case "null" -> Shape.constant(NullNode.instance);
            default -> text(schema, name, false);
        };
        return types.contains("null") && types.size() > 1 ? new NullableShape(shape, Leaning.of(name)) : shape;
    }

    private Shape object(JsonNode schema) {
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        JsonNode additional = schema.path("additionalProperties");
        Map<String, Shape> properties = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(property -> {
            if (!property.getValue().equals(JsonNodeFactory.instance.booleanNode(false))) {
                properties.put(property.getKey(), compile(property.getValue(), property.getKey()));
            }
        });
        for (String name : required) {
            properties.computeIfAbsent(name, unused -> compile(additional, name));
        }
        int least = schema.path("minProperties").asInt(0);
        return new ObjectShape(
                properties,
                required,
                compile(additional, ""),
                least,
                schema.path("maxProperties").asInt(NO_BOUND));
    }

    private Shape list(JsonNode schema, String name) {
        List<Shape> first = new ArrayList<>();
        schema.path("prefixItems").forEach(item -> first.add(compile(item, name)));
        JsonNode items = schema.path("items");
        boolean closed = items.isBoolean() && !items.asBoolean();
        int most = schema.path("maxItems").asInt(NO_BOUND);
        return new ListShape(
                first,
                element(items, name),
                schema.path("minItems").asInt(0),
                closed ? Math.min(most, first.size()) : most,
                schema.path("uniqueItems").asBoolean(false));
    }

    private Shape element(JsonNode items, String name) {
        JsonNode schema = Schemas.flat(items, root);
        boolean isText = schema.path("type").asString("").equals("string");
        return isText && OTHER_THAN_TEXT.stream().noneMatch(schema::has)
                ? text(schema, name, true)
                : compile(items, name);
    }

    private static Shape text(JsonNode schema, String name, boolean brief) {
        String pattern = schema.path("pattern").asString("");
        Hints wording = Leaning.of(name) == Leaning.TROUBLE ? Hints.NEGATIVE : Hints.about(name);
        return new TextShape(
                brief,
                pattern.isEmpty() ? null : PatternText.of(pattern),
                schema.path("format").asString(""),
                wording,
                schema.path("minLength").asInt(0),
                schema.path("maxLength").asInt(NO_BOUND));
    }
}
