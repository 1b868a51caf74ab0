package io.llmp.batch.simulator.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings schemas into a form that is easy to follow: references resolved, several schemas for one value made one. */
final class Schemas {

    static final List<String> DEFINITIONS = List.of("$defs", "definitions");

    private static final Set<String> ANNOTATIONS =
            Set.of("title", "description", "default", "examples", "deprecated", "$comment", "$defs", "definitions");

    private Schemas() {}

    /**
     * Returns the schema with {@code allOf} worked into it, and {@code $ref} too where other keywords stand beside it;
     * a {@code true} or a missing one becomes empty.
     */
    static ObjectNode flat(JsonNode given, JsonNode root) {
        if (!(given instanceof ObjectNode schema)) {
            return JsonNodeFactory.instance.objectNode();
        }
        boolean isBareReference = schema.has("$ref") && ANNOTATIONS.containsAll(others(schema, "$ref"));
        if (isBareReference || !(schema.has("$ref") || schema.has("allOf"))) {
            return schema;
        }
        ObjectNode flat = schema.deepCopy();
        flat.remove(List.of("$ref", "allOf"));
        for (JsonNode part : schema.path("allOf")) {
            flat = merge(flat, part, root);
        }
        return schema.has("$ref") ? merge(flat, resolve(schema.path("$ref").asString(), root), root) : flat;
    }

    /** Returns a copy of the keywords that say anything about values. */
    static ObjectNode withoutAnnotations(ObjectNode schema) {
        ObjectNode rest = schema.deepCopy();
        rest.remove(ANNOTATIONS);
        return rest;
    }

    private static List<String> others(ObjectNode schema, String keyword) {
        return schema.propertyNames().stream()
                .filter(name -> !name.equals(keyword))
                .toList();
    }

    /** Returns a schema whose values satisfy both, where their keywords can be combined. */
    static ObjectNode merge(ObjectNode schema, JsonNode more, JsonNode root) {
        ObjectNode merged = schema.deepCopy();
        ObjectNode added = flat(more, root);
        if (added.has("$ref")) {
            added = schema.isEmpty() ? added : flat(resolve(added.path("$ref").asString(), root), root);
        }
        added.properties().forEach(entry -> {
            JsonNode here = merged.get(entry.getKey());
            merged.set(entry.getKey(), here == null ? entry.getValue() : both(entry.getKey(), here, entry.getValue()));
        });
        return merged;
    }

    private static JsonNode both(String keyword, JsonNode here, JsonNode there) {
        return switch (keyword) {
            case "properties" -> ((ObjectNode) here.deepCopy()).setAll((ObjectNode) there);
            case "required" -> ((ArrayNode) here.deepCopy()).addAll((ArrayNode) there);
            case "minimum", "exclusiveMinimum", "minLength", "minItems" ->
                here.asDouble() > there.asDouble() ? here : there;
            case "maximum", "exclusiveMaximum", "maxLength", "maxItems" ->
                here.asDouble() < there.asDouble() ? here : there;
            case "title", "description" -> here;
            default -> there;
        };
    }

    /**
     * Returns the schema a local reference points to.
     *
     * @throws IllegalArgumentException when there is none
     */
    static JsonNode resolve(String reference, JsonNode root) {
        JsonNode target =
                reference.startsWith("#") ? root.at(JsonPointer.compile(reference.substring(1))) : root.path("");
        if (target.isMissingNode()) {
            throw new IllegalArgumentException("$ref must point into the schema but was " + reference);
        }
        return target;
    }

    /** The types a value may have; guessed from other keywords where none is given. */
    static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isString()) {
            return List.of(type.asString());
        }
        List<String> types = new ArrayList<>();
        type.forEach(each -> types.add(each.asString()));
        return types.isEmpty() ? List.of(guess(schema)) : types;
    }

    private static String guess(JsonNode schema) {
        if (schema.has("properties") || schema.has("required") || schema.has("additionalProperties")) {
            return "object";
        }
        if (schema.has("items") || schema.has("prefixItems") || schema.has("minItems")) {
            return "array";
        }
        boolean isNumber = schema.has("minimum") || schema.has("maximum") || schema.has("multipleOf");
        return isNumber ? "number" : "string";
    }
}
