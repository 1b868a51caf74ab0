package io.llmp.batch.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Says a schema in a few words a member, for a model that is not shown the schema itself: {@code team: access | sales;
 * urgency: 1 to 5; note: text or null (what is still missing)}. A schema whose meaning needs more than that (references,
 * {@code allOf}, conditions, maps, tuples) is not said so.
 */
public final class CompactSchema {

    /** Names and constants that cannot be taken for anything else here; all others are quoted as JSON. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");

    private static final Set<String> TAKEN =
            Set.of("true", "false", "null", "text", "number", "integer", "or", "optional");

    /** Change nothing that a model must know, or are said where they stand. */
    private static final Set<String> SAID = said();

    private CompactSchema() {}

    private static Set<String> said() {
        Set<String> said = new HashSet<>(Bounds.KEYWORDS);
        said.addAll(
                Set.of("type", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf"));
        said.addAll(
                Set.of("oneOf", "description", "title", "$schema", "$comment", "default", "deprecated", "examples"));
        return Set.copyOf(said);
    }

    /** Returns {@code schema} in words, or nothing when words would not say all of it. */
    public static Optional<String> of(ObjectNode schema) {
        try {
            JsonNode properties = schema.path("properties");
            if (properties.isEmpty() || schema.has("anyOf") || schema.has("oneOf")) {
                return Optional.empty();
            }
            requireSaid(schema);
            String notes = description(schema);
            String members = members(schema);
            return Optional.of(notes.isEmpty() ? members : members + notes);
        } catch (Unfit e) {
            return Optional.empty();
        }
    }

    private static void requireSaid(JsonNode schema) {
        if (!schema.isObject()) {
            throw new Unfit("a value may be anything or nothing");
        }
        for (String keyword : schema.propertyNames()) {
            if (!SAID.contains(keyword) && !keyword.startsWith("x-")) {
                throw new Unfit("it has the keyword " + keyword);
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            throw new Unfit("members may have any name");
        }
    }

    private static String members(JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asString("")));
        if (!schema.path("properties").propertyNames().containsAll(required)) {
            throw new Unfit("it requires a member that it does not declare");
        }
        List<String> members = new ArrayList<>();
        for (var member : schema.path("properties").properties()) {
            String optional = required.contains(member.getKey()) ? "" : " (optional)";
            members.add(plain(member.getKey()) + optional + ": " + value(member.getValue()));
        }
        return String.join("; ", members);
    }

    private static String value(JsonNode schema) {
        requireSaid(schema);
        return shape(schema) + description(schema);
    }

    private static String description(JsonNode schema) {
        String text = schema.path("description").asString("").strip();
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private static String shape(JsonNode schema) {
        String choice = schema.has("anyOf") ? "anyOf" : "oneOf";
        if (schema.has(choice)) {
            requireAlone(schema, choice);
            List<String> branches = new ArrayList<>();
            schema.path(choice).forEach(branch -> branches.add(value(branch)));
            return String.join(" or ", branches);
        }
        if (schema.has("const")) {
            return constant(schema.path("const"));
        }
        if (schema.has("enum")) {
            List<String> constants = new ArrayList<>();
            schema.path("enum").forEach(each -> constants.add(constant(each)));
            return String.join(" | ", constants);
        }
        JsonNode type = schema.path("type");
        if (!type.isArray()) {
            return typed(schema, type.asString(""));
        }
        List<String> types = new ArrayList<>();
        type.forEach(each -> types.add(typed(schema, each.asString(""))));
        return String.join(" or ", types);
    }

    private static void requireAlone(JsonNode schema, String choice) {
        for (String keyword : schema.propertyNames()) {
            if (!keyword.equals(choice) && !keyword.equals("description") && !keyword.equals("title")) {
                throw new Unfit("alternatives beside " + keyword);
            }
        }
    }

    private static String typed(JsonNode schema, String type) {
        return switch (type) {
            case "string" -> bounded("text", schema, Set.of("minLength", "maxLength", "pattern", "format"));
            case "integer" -> numeric(schema, "integer");
            case "number" -> numeric(schema, "number");
            case "boolean" -> "true or false";
            case "null" -> "null";
            case "array" -> list(schema);
            case "object" -> object(schema);
            default -> throw new Unfit("a value may be of any type");
        };
    }

    private static String numeric(JsonNode schema, String type) {
        boolean isRange = type.equals("integer") && schema.has("minimum") && schema.has("maximum");
        Set<String> bounds = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
        return isRange ? String.join(", ", Bounds.words(schema, bounds)) : bounded(type, schema, bounds);
    }

    private static String bounded(String what, JsonNode schema, Set<String> bounds) {
        List<String> words = Bounds.words(schema, bounds);
        return words.isEmpty() ? what : what + ", " + String.join(", ", words);
    }

    private static String list(JsonNode schema) {
        String element = value(schema.path("items"));
        boolean isClear = PLAIN.matcher(element).matches() || (element.startsWith("{") && element.endsWith("}"));
        String elements = isClear ? element : "(" + element + ")";
        return bounded("list of " + elements, schema, Set.of("minItems", "maxItems", "uniqueItems"));
    }

    private static String object(JsonNode schema) {
        if (schema.path("properties").isEmpty()) {
            throw new Unfit("members may have any name");
        }
        return "{" + members(schema) + "}";
    }

    private static String constant(JsonNode value) {
        if (value.isContainer()) {
            throw new Unfit("a constant is an object or an array");
        }
        return value.isString() ? plain(value.stringValue()) : value.toString();
    }

    private static String plain(String text) {
        return PLAIN.matcher(text).matches() && !TAKEN.contains(text)
                ? text
                : StringNode.valueOf(text).toString();
    }
}
