package io.llmp.batch.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a schema tells about the shape of its values: types, members, elements. Looks through local references and
 * through {@code allOf}, {@code anyOf} and {@code oneOf}; what it cannot tell, it calls unknown, never forbidden.
 */
public final class SchemaShape {

    private final JsonNode root;
    private final List<JsonNode> variants = new ArrayList<>();

    private SchemaShape(JsonNode root, JsonNode schema) {
        this.root = root;
        collect(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** Returns the shape of {@code schema}, which is, or is part of, {@code root}. */
    public static SchemaShape of(JsonNode root, JsonNode schema) {
        return new SchemaShape(root, schema);
    }

    private void collect(JsonNode schema, Set<JsonNode> seen) {
        if (!schema.isObject() || !seen.add(schema)) {
            return;
        }
        variants.add(schema);
        collect(target(root, schema.path("$ref").asString("")), seen);
        for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
            schema.path(keyword).forEach(branch -> collect(branch, seen));
        }
    }

    /** Returns what a reference within {@code root} leads to; a missing node when it leads nowhere. */
    public static JsonNode target(JsonNode root, String ref) {
        if (ref.equals("#")) {
            return root;
        }
        if (ref.startsWith("#/")) {
            return root.at(ref.substring(1));
        }
        return ref.startsWith("#") ? anchored(root, ref.substring(1)) : root.path("");
    }

    /** Returns whether checking a value against {@code schema} would check the same value against it again, without end. */
    public static boolean circular(JsonNode root, JsonNode schema) {
        return circular(root, schema, new IdentityHashMap<>());
    }

    private static boolean circular(JsonNode root, JsonNode schema, IdentityHashMap<JsonNode, Boolean> finished) {
        if (!schema.isObject()) {
            return false;
        }
        Boolean before = finished.putIfAbsent(schema, false);
        if (before != null) {
            return !before;
        }
        List<JsonNode> same =
                new ArrayList<>(List.of(target(root, schema.path("$ref").asString(""))));
        SchemaKeywords.SAME_VALUE.forEach(keyword -> same.add(schema.path(keyword)));
        for (String keyword : List.of("allOf", "anyOf", "oneOf", "dependentSchemas")) {
            schema.path(keyword).forEach(same::add);
        }
        for (JsonNode next : same) {
            if (circular(root, next, finished)) {
                return true;
            }
        }
        finished.put(schema, true);
        return false;
    }

    private static JsonNode anchored(JsonNode node, String anchor) {
        for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
            if (node.path(keyword).asString("").equals(anchor)) {
                return node;
            }
        }
        for (JsonNode child : node) {
            JsonNode found = anchored(child, anchor);
            if (!found.isMissingNode()) {
                return found;
            }
        }
        return Json.object().path("");
    }

    /** Returns the names of the types that values may have; none when any. */
    public Set<String> types() {
        Set<String> types = new LinkedHashSet<>();
        for (JsonNode variant : variants) {
            types.addAll(named(variant.path("type")));
        }
        if (types.isEmpty()) {
            constants().values().forEach(value -> types.add(typeOf(value)));
        }
        return types;
    }

    /** Returns the names in the value of the keyword {@code type}, which is one or an array of them. */
    public static Set<String> named(JsonNode type) {
        Set<String> names = new LinkedHashSet<>();
        if (type.isString()) {
            names.add(type.asString());
        }
        type.forEach(each -> names.add(each.asString("")));
        return names;
    }

    /** Returns the values that {@code enum} and {@code const} name, by their text; of two with the same text the string. */
    public Map<String, JsonNode> constants() {
        Map<String, JsonNode> constants = new LinkedHashMap<>();
        for (JsonNode variant : variants) {
            List<JsonNode> values = new ArrayList<>();
            variant.path("enum").forEach(values::add);
            if (variant.has("const")) {
                values.add(variant.path("const"));
            }
            for (JsonNode value : values) {
                if (value.isString()) {
                    constants.put(value.asString(), value);
                } else {
                    constants.putIfAbsent(Json.write(value), value);
                }
            }
        }
        return constants;
    }

    /** Returns the shape of the member {@code name}: unknown when the schema leaves it open, null when it has none. */
    @Nullable
    public SchemaShape member(String name) {
        boolean open = true;
        for (JsonNode variant : variants) {
            JsonNode member = variant.path("properties").path(name);
            if (!member.isMissingNode()) {
                return of(root, member);
            }
            boolean others = variant.path("additionalProperties").isObject()
                    || variant.path("additionalProperties").asBoolean(false)
                    || variant.has("patternProperties");
            if (variant.has("properties") && !others) {
                open = false;
            }
        }
        Set<String> types = types();
        return open && (types.isEmpty() || types.contains("object")) ? of(root, Json.object()) : null;
    }

    /** Returns the shape of an element, unknown when the schema does not tell. */
    public SchemaShape element() {
        for (JsonNode variant : variants) {
            if (variant.path("items").isObject()) {
                return of(root, variant.path("items"));
            }
        }
        return of(root, Json.object());
    }

    /** Returns the names of the members that the schema itself declares. */
    public static List<String> declared(ObjectNode schema) {
        return List.copyOf(schema.path("properties").propertyNames());
    }

    /** Returns JSON Schema's name of the type of {@code value}. */
    public static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> value.decimalValue().stripTrailingZeros().scale() <= 0 ? "integer" : "number";
            case STRING -> "string";
            default -> "object";
        };
    }
}
