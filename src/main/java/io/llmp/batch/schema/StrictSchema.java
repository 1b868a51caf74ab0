package io.llmp.batch.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rewrites a schema to a provider's {@link Subset}, so that it takes nothing away: every valid answer that keeps to the
 * declared members can still be given. A constraint the provider does not know is said in the description instead, which
 * lets through what the check of the answer by the original schema then refuses. A member that may be lacking becomes one
 * that may be null, unless the provider knows optional members; the check of the answer drops such a null. A schema whose
 * meaning depends on what the subset lacks (maps, {@code allOf}, conditions, tuples, values of any type) is not rewritten.
 */
public final class StrictSchema {

    private static final Set<String> NOTES = Set.of("description", "title");

    /** Left out wherever they stand, and never missed: they bound no value. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "$schema",
            "$comment",
            "default",
            "deprecated",
            "readOnly",
            "writeOnly",
            "examples",
            "contentEncoding",
            "contentMediaType",
            "contentSchema");

    /** Left out wherever they stand, unless the provider knows them: without them only more is let through. */
    private static final Set<String> BOUNDS = Stream.concat(
                    Bounds.KEYWORDS.stream(),
                    Stream.of(
                            "contains",
                            "maxContains",
                            "minContains",
                            "maxProperties",
                            "minProperties",
                            "propertyNames",
                            "dependentRequired",
                            "not"))
            .collect(Collectors.toUnmodifiableSet());

    /** Rewritten one by one below. */
    private static final Set<String> SHAPES =
            Set.of("type", "enum", "const", "properties", "required", "additionalProperties", "items", "$defs");

    private final ObjectNode root;
    private final Subset subset;
    private final Allowance allowance;
    private boolean loosens;

    private StrictSchema(ObjectNode root, Subset subset) {
        this.root = root;
        this.subset = subset;
        this.allowance = new Allowance(subset);
    }

    /** Returns {@code schema} in the subset, or nothing when that would forbid valid answers or exceed the provider's bounds. */
    public static Optional<ObjectNode> of(ObjectNode schema, Subset subset) {
        try {
            return Optional.of(new StrictSchema(schema, subset).whole());
        } catch (Unfit e) {
            return Optional.empty();
        }
    }

    /** Returns whether {@link #of} leaves out a bound of {@code schema}. */
    public static boolean loosens(ObjectNode schema, Subset subset) {
        StrictSchema rewriting = new StrictSchema(schema, subset);
        try {
            rewriting.whole();
            return rewriting.loosens;
        } catch (Unfit e) {
            return false;
        }
    }

    private ObjectNode whole() {
        if (!root.path("type").asString("").equals("object")) {
            throw new Unfit("it is not one of objects");
        }
        ObjectNode strict = schema(root, 1);
        JsonNode definitions = root.path("$defs");
        if (!definitions.isEmpty()) {
            ObjectNode rewritten = strict.putObject("$defs");
            definitions.properties().forEach(each -> {
                allowance.text(each.getKey());
                rewritten.set(each.getKey(), schema(each.getValue(), 1));
            });
        }
        return strict;
    }

    private ObjectNode schema(JsonNode original, int level) {
        if (!(original instanceof ObjectNode schema)) {
            throw new Unfit("a value may be anything or nothing");
        }
        if (schema.has("$ref")) {
            return reference(schema);
        }
        if (schema.has("anyOf") || schema.has("oneOf")) {
            return alternatives(schema, level);
        }
        requireOnly(schema, SHAPES);
        ObjectNode strict = notes(schema);
        Set<String> types = types(schema);
        putTypes(strict, types);
        constants(schema, strict);
        if (types.contains("object")) {
            object(schema, strict, level);
        }
        if (types.contains("array")) {
            strict.set("items", schema(schema.path("items"), level));
        }
        constraints(schema, strict);
        sayLost(schema, strict);
        return strict;
    }

    /** A bound that the provider does not know is said to the model instead. */
    private void sayLost(ObjectNode schema, ObjectNode strict) {
        Set<String> lost = new TreeSet<>(schema.propertyNames());
        lost.removeIf(keyword -> !BOUNDS.contains(keyword) || strict.has(keyword));
        loosens |= !lost.isEmpty();
        String words = String.join(", ", Bounds.words(schema, lost));
        if (!words.isEmpty()) {
            String description = schema.path("description").asString("");
            strict.put("description", description.isEmpty() ? words : description + " (" + words + ")");
        }
    }

    private static void requireOnly(ObjectNode schema, Set<String> known) {
        for (String keyword : schema.propertyNames()) {
            if (!known.contains(keyword)
                    && !NOTES.contains(keyword)
                    && !ANNOTATIONS.contains(keyword)
                    && !BOUNDS.contains(keyword)
                    && !keyword.startsWith("x-")) {
                throw new Unfit("it has the keyword " + keyword);
            }
        }
    }

    private static ObjectNode notes(ObjectNode schema) {
        ObjectNode strict = JsonNodeFactory.instance.objectNode();
        for (String note : List.of("title", "description")) {
            if (schema.has(note)) {
                strict.set(note, schema.get(note));
            }
        }
        return strict;
    }

    private ObjectNode reference(ObjectNode schema) {
        requireOnly(schema, Set.of("$ref", "$defs"));
        String ref = schema.path("$ref").asString("");
        boolean known =
                ref.equals("#") || (ref.startsWith("#/$defs/") && root.at(ref.substring(1)) instanceof ObjectNode);
        if (!known || ref.indexOf('/', "#/$defs/".length()) >= 0) {
            throw new Unfit("it refers to " + ref);
        }
        if (!subset.recursion() && References.recursive(root, ref)) {
            throw new Unfit("it contains itself");
        }
        return JsonNodeFactory.instance.objectNode().put("$ref", ref);
    }

    private ObjectNode alternatives(ObjectNode schema, int level) {
        String keyword = schema.has("anyOf") ? "anyOf" : "oneOf";
        requireOnly(schema, Set.of(keyword));
        allowance.union();
        ObjectNode strict = notes(schema);
        ArrayNode any = strict.putArray("anyOf");
        schema.path(keyword).forEach(branch -> any.add(schema(branch, level)));
        return strict;
    }

    private Set<String> types(ObjectNode schema) {
        Set<String> types = new LinkedHashSet<>();
        JsonNode declared = schema.path("type");
        if (declared.isString()) {
            types.add(declared.stringValue());
        }
        declared.forEach(type -> types.add(type.asString("")));
        if (types.isEmpty()) {
            constantsOf(schema).forEach(value -> types.add(typeOf(value)));
        }
        if (types.isEmpty()) {
            throw new Unfit("a value may be of any type");
        }
        return types;
    }

    private void putTypes(ObjectNode strict, Set<String> types) {
        if (types.size() == 1) {
            strict.put("type", types.iterator().next());
        } else {
            allowance.union();
            ArrayNode several = strict.putArray("type");
            types.forEach(several::add);
        }
    }

    private static List<JsonNode> constantsOf(ObjectNode schema) {
        List<JsonNode> constants = new ArrayList<>();
        schema.path("enum").forEach(constants::add);
        if (schema.has("const")) {
            constants.add(schema.path("const"));
        }
        return constants;
    }

    private static String typeOf(JsonNode constant) {
        return switch (constant.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> constant.isIntegralNumber() ? "integer" : "number";
            default -> throw new Unfit("a constant is an object or an array");
        };
    }

    private void constants(ObjectNode schema, ObjectNode strict) {
        for (JsonNode constant : constantsOf(schema)) {
            typeOf(constant);
            allowance.constant(constant.asString(""));
        }
        for (String keyword : List.of("enum", "const")) {
            if (schema.has(keyword)) {
                strict.set(keyword, schema.get(keyword).deepCopy());
            }
        }
    }

    private void object(ObjectNode schema, ObjectNode strict, int level) {
        allowance.level(level);
        JsonNode members = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        boolean closed = others.isBoolean() && !others.booleanValue();
        if (others.isObject() || (members.isEmpty() && !closed)) {
            throw new Unfit("members may have any name");
        }
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asString("")));
        if (!members.propertyNames().containsAll(required)) {
            throw new Unfit("it requires a member that it does not declare");
        }
        ObjectNode rewritten = strict.putObject("properties");
        for (var member : members.properties()) {
            boolean mayLack = !required.contains(member.getKey());
            allowance.member(member.getKey(), mayLack);
            ObjectNode value = schema(member.getValue(), level + 1);
            rewritten.set(member.getKey(), mayLack && !subset.optionalMembers() ? OrNull.of(value, allowance) : value);
        }
        ArrayNode present = strict.putArray("required");
        (subset.optionalMembers() ? required : members.propertyNames()).forEach(present::add);
        strict.put("additionalProperties", false);
    }

    private void constraints(ObjectNode schema, ObjectNode strict) {
        // In one order in every process: a provider keeps a prefix only when it is the same to the byte.
        for (String keyword : new TreeSet<>(subset.constraints())) {
            if (schema.has(keyword)) {
                strict.set(keyword, schema.get(keyword));
            }
        }
        if (subset.formats().contains(schema.path("format").asString(""))) {
            strict.set("format", schema.get("format"));
        }
        JsonNode minItems = schema.path("minItems");
        if (minItems.isIntegralNumber()
                && minItems.bigIntegerValue().bitLength() < 32
                && minItems.longValue() <= subset.mostMinItems()) {
            strict.set("minItems", minItems);
        }
    }
}
