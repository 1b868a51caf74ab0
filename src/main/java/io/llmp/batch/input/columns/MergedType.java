package io.llmp.batch.input.columns;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Avro type that holds the values of two others and loses nothing of them. */
public final class MergedType {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final List<String> FLOATS = List.of("float", "double");
    private static final List<List<String>> WIDER = List.of(List.of("int", "long"), FLOATS);

    private MergedType() {}

    /** Returns the type, or null when there is none. */
    static @Nullable JsonNode of(JsonNode one, JsonNode other) {
        JsonNode plainOne = plain(one);
        JsonNode plainOther = plain(other);
        JsonNode merged;
        if (isNull(plainOne) || isNull(plainOther)) {
            merged = isNull(plainOne) ? plainOther : plainOne;
        } else {
            merged = plainOne.equals(plainOther) ? plainOne : wider(plainOne, plainOther);
        }
        if (merged == null || isNull(merged)) {
            return merged;
        }
        boolean nullable = isNullable(one) || isNullable(other);
        return nullable ? JSON.createArrayNode().add("null").add(merged) : merged;
    }

    private static @Nullable JsonNode wider(JsonNode one, JsonNode other) {
        if (isHalf(one) || isHalf(other)) {
            return isHalf(one) ? atLeastHalf(other) : atLeastHalf(one);
        }
        if (one.isString() && other.isString()) {
            return WIDER.stream()
                    .filter(types -> Set.copyOf(types).equals(Set.of(one.stringValue(), other.stringValue())))
                    .map(types -> one.stringValue().equals(types.get(1)) ? one : other)
                    .findFirst()
                    .orElse(null);
        }
        return one instanceof ObjectNode first
                        && other instanceof ObjectNode second
                        && attributes(first).equals(attributes(second))
                ? withMergedParts(first, second)
                : null;
    }

    private static boolean isHalf(JsonNode type) {
        return type.path("parquet").asString("").equals("FLOAT16");
    }

    /** Returns the type if it holds every number of 16 bits. */
    private static @Nullable JsonNode atLeastHalf(JsonNode type) {
        return type.isString() && FLOATS.contains(type.stringValue()) ? type : null;
    }

    private static @Nullable JsonNode withMergedParts(ObjectNode one, ObjectNode other) {
        return switch (one.required("type").asString()) {
            case "array" -> withPart(one, other, "items");
            case "map" -> withPart(one, other, "values");
            case "record" -> record(one, other);
            // Differs in the name alone, which Avro requires and is numbered by the type's place in its file.
            case "fixed" -> one;
            default -> null;
        };
    }

    private static ObjectNode attributes(ObjectNode type) {
        ObjectNode attributes = type.deepCopy();
        attributes.remove(Set.of("items", "values", "fields", "name"));
        return attributes;
    }

    private static @Nullable JsonNode withPart(ObjectNode one, JsonNode other, String part) {
        JsonNode merged = of(one.required(part), other.required(part));
        return merged == null ? null : one.deepCopy().set(part, merged);
    }

    private static @Nullable JsonNode record(ObjectNode one, JsonNode other) {
        JsonNode fields = one.required("fields");
        JsonNode others = other.required("fields");
        List<String> names = names(fields);
        if (!names.equals(names(others))) {
            return null;
        }
        ObjectNode merged = one.deepCopy();
        ArrayNode all = merged.putArray("fields");
        for (int i = 0; i < names.size(); i++) {
            JsonNode type = of(fields.get(i).required("type"), others.get(i).required("type"));
            if (type == null) {
                return null;
            }
            ObjectNode field = ((ObjectNode) fields.get(i)).deepCopy();
            all.add(field.set("type", type));
        }
        return merged;
    }

    private static List<String> names(JsonNode fields) {
        return IntStream.range(0, fields.size())
                .mapToObj(i -> RowSchema.column(fields.get(i)))
                .toList();
    }

    /** Returns a type without the union that lets it be null. */
    public static JsonNode plain(JsonNode type) {
        return type.isArray() ? type.get(type.size() - 1) : type;
    }

    private static boolean isNullable(JsonNode type) {
        return type.isArray() || isNull(type);
    }

    private static boolean isNull(JsonNode type) {
        return type.isString() && type.stringValue().equals("null");
    }
}
