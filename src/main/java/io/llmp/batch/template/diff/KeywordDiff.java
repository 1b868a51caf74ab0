package io.llmp.batch.template.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Compares two versions of one schema keyword by keyword, leaving out what is said of members and elements. */
final class KeywordDiff {

    private static final Set<String> LOWER_BOUNDS =
            Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains");
    private static final Set<String> UPPER_BOUNDS =
            Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains");

    /** For people and for the model: they let through what they let through before. */
    private static final Set<String> WORDS =
            Set.of("title", "description", "$comment", "examples", "default", "deprecated", "readOnly", "writeOnly");

    /** Compared elsewhere, or no rule for values. */
    private static final Set<String> ELSEWHERE = Set.of(
            "properties",
            "required",
            "type",
            "enum",
            "const",
            "$defs",
            "definitions",
            "$ref",
            "$schema",
            "$id",
            "$anchor");

    private final SchemaSide side;
    private final String path;
    private final JsonNode from;
    private final JsonNode to;
    private final List<Change.Schema> changes = new ArrayList<>();

    KeywordDiff(SchemaSide side, String path, JsonNode from, JsonNode to) {
        this.side = side;
        this.path = path;
        this.from = from;
        this.to = to;
    }

    List<Change.Schema> changes() {
        types();
        constants();
        Set<String> keywords = new LinkedHashSet<>(from.propertyNames());
        keywords.addAll(to.propertyNames());
        keywords.removeAll(ELSEWHERE);
        keywords.forEach(this::keyword);
        return changes;
    }

    private void types() {
        Set<String> former = types(from);
        Set<String> present = types(to);
        if (former.equals(present)) {
            return;
        }
        String message = "type " + text(former) + " → " + text(present);
        Effect effect =
                includes(former, present) ? Effect.NARROWER : includes(present, former) ? Effect.WIDER : Effect.OTHER;
        Set<String> withoutNull = new LinkedHashSet<>(former);
        withoutNull.remove("null");
        if (side == SchemaSide.OUTPUT && effect == Effect.NARROWER && !withoutNull.equals(present)) {
            changes.add(side.breaking(path, message, "its column is of another type"));
        } else {
            changes.add(side.change(path, effect, message));
        }
    }

    private static boolean includes(Set<String> outer, Set<String> inner) {
        if (outer.isEmpty() || inner.isEmpty()) {
            return outer.isEmpty();
        }
        return inner.stream()
                .allMatch(type -> outer.contains(type) || (type.equals("integer") && outer.contains("number")));
    }

    /** The types that the schema names, or else those of the values that it lists. */
    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        Set<String> names = new LinkedHashSet<>();
        if (type.isString()) {
            names.add(type.stringValue());
        } else if (type.isArray()) {
            type.valueStream().forEach(each -> names.add(each.asString("")));
        } else {
            constants(schema).values().forEach(value -> names.add(Values.type(value)));
        }
        return names;
    }

    private static String text(Set<String> types) {
        return types.isEmpty() ? "any" : String.join(" or ", types);
    }

    private void constants() {
        Map<String, JsonNode> former = constants(from);
        Map<String, JsonNode> present = constants(to);
        if (former.isEmpty() || present.isEmpty()) {
            if (former.isEmpty() != present.isEmpty()) {
                boolean listed = former.isEmpty();
                String values = String.join(", ", (listed ? present : former).keySet());
                changes.add(side.change(
                        path,
                        listed ? Effect.NARROWER : Effect.WIDER,
                        listed ? "only " + values + " from now on" : "no longer only " + values));
            }
            return;
        }
        former.keySet().stream().filter(value -> !present.containsKey(value)).forEach(this::valueRemoved);
        present.keySet().stream()
                .filter(value -> !former.containsKey(value))
                .forEach(value -> changes.add(side.change(path, Effect.WIDER, "value " + value + " added")));
    }

    private void valueRemoved(String value) {
        changes.add(
                side == SchemaSide.OUTPUT
                        ? side.breaking(path, "value " + value + " removed", "readers that count on it never get it")
                        : side.change(path, Effect.NARROWER, "value " + value + " removed"));
    }

    private static Map<String, JsonNode> constants(JsonNode schema) {
        Map<String, JsonNode> constants = new LinkedHashMap<>();
        schema.path("enum").forEach(value -> constants.put(Values.text(value), value));
        if (schema.has("const")) {
            constants.put(Values.text(schema.path("const")), schema.path("const"));
        }
        return constants;
    }

    private void keyword(String keyword) {
        JsonNode former = from.path(keyword);
        JsonNode present = to.path(keyword);
        boolean compared = keyword.equals("items") && former.isObject() && present.isObject();
        if (compared || Values.same(former, present)) {
            return;
        }
        String message = keyword + " " + text(former) + " → " + text(present);
        if (WORDS.contains(keyword)) {
            changes.add(side.compatible(path, message));
        } else {
            changes.add(side.change(path, effect(keyword, former, present), message));
        }
    }

    private static Effect effect(String keyword, JsonNode from, JsonNode to) {
        if (keyword.equals("additionalProperties") || keyword.equals("unevaluatedProperties")) {
            return isFalse(to) ? Effect.NARROWER : isFalse(from) ? Effect.WIDER : Effect.OTHER;
        }
        if (from.isMissingNode() || to.isMissingNode()) {
            // A keyword is a rule: one more lets through less.
            return from.isMissingNode() ? Effect.NARROWER : Effect.WIDER;
        }
        boolean lower = LOWER_BOUNDS.contains(keyword);
        if (from.isNumber() && to.isNumber() && (lower || UPPER_BOUNDS.contains(keyword))) {
            boolean rises = to.decimalValue().compareTo(from.decimalValue()) > 0;
            return rises == lower ? Effect.NARROWER : Effect.WIDER;
        }
        return Effect.OTHER;
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "none" : Values.text(value);
    }
}
