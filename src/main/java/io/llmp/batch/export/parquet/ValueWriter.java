package io.llmp.batch.export.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Writes values of one column or nested field, never null ones. Throws {@link UnfitValue} for what its type lacks. */
@FunctionalInterface
interface ValueWriter {

    void write(JsonNode value, RecordConsumer out);

    /** Returns what writes values of {@code type}. */
    static ValueWriter of(Type type) {
        return of(type, type.getName());
    }

    private static ValueWriter of(Type type, String path) {
        if (type.isPrimitive()) {
            return new ScalarWriters(type.asPrimitiveType(), path).writer();
        }
        GroupType group = type.asGroupType();
        if (group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
            return list(group, path);
        }
        if (group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation) {
            return map(group, path);
        }
        return record(group, path);
    }

    private static ValueWriter record(GroupType group, String path) {
        List<Field> fields = new ArrayList<>();
        for (Type field : group.getFields()) {
            fields.add(Field.of(field, fields.size(), path + "." + field.getName()));
        }
        return (value, out) -> {
            check(value.isObject(), path, "objects");
            out.startGroup();
            for (Field field : fields) {
                field.write(value.get(field.name()), out);
            }
            out.endGroup();
        };
    }

    private static ValueWriter list(GroupType group, String path) {
        GroupType repeated = group.getType(0).asGroupType();
        Field element = Field.of(repeated.getType(0), 0, path);
        return (value, out) -> {
            check(value.isArray(), path, "lists");
            repeated(repeated.getName(), !value.isEmpty(), out, () -> {
                for (JsonNode item : value) {
                    out.startGroup();
                    element.write(item, out);
                    out.endGroup();
                }
            });
        };
    }

    /** With text as keys a map is a JSON object, with other keys a list of objects of a key and a value. */
    private static ValueWriter map(GroupType group, String path) {
        GroupType entry = group.getType(0).asGroupType();
        if (!hasTextKeys(entry)) {
            ValueWriter entries = record(entry, path);
            return (value, out) -> {
                check(value.isArray(), path, "lists of a map's entries");
                repeated(entry.getName(), !value.isEmpty(), out, () -> value.forEach(pair -> entries.write(pair, out)));
            };
        }
        Field key = Field.of(entry.getType(0), 0, path);
        Field content = Field.of(entry.getType(1), 1, path);
        return (value, out) -> {
            check(value.isObject(), path, "maps");
            repeated(entry.getName(), !value.isEmpty(), out, () -> {
                for (Map.Entry<String, JsonNode> pair : value.properties()) {
                    out.startGroup();
                    key.write(StringNode.valueOf(pair.getKey()), out);
                    content.write(pair.getValue(), out);
                    out.endGroup();
                }
            });
        };
    }

    /** Says whether the map's JSON form is an object, as {@code Nesting} of the Parquet input has it. */
    private static boolean hasTextKeys(GroupType entry) {
        Type key = entry.getType(0);
        return entry.getFieldCount() == 2
                && key.isRepetition(Repetition.REQUIRED)
                && key.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation;
    }

    /** Writes a group whose one field is repeated; a field that occurs no time must not be started. */
    private static void repeated(String name, boolean any, RecordConsumer out, Runnable elements) {
        out.startGroup();
        if (any) {
            out.startField(name, 0);
            elements.run();
            out.endField(name, 0);
        }
        out.endGroup();
    }

    private static void check(boolean fits, String path, String expected) {
        if (!fits) {
            throw new UnfitValue(path, expected);
        }
    }

    /**
     * A field of a group.
     *
     * @param index its position in the group
     * @param path its name with those of the fields around it
     */
    record Field(String name, int index, boolean required, String path, ValueWriter writer) {

        static Field of(Type type, int index, String path) {
            boolean required = type.isRepetition(Repetition.REQUIRED);
            return new Field(type.getName(), index, required, path, ValueWriter.of(type, path));
        }

        void write(@Nullable JsonNode value, RecordConsumer out) {
            if (value == null || value.isNull()) {
                check(!required, path, "values, never null");
                return;
            }
            out.startField(name, index);
            writer.write(value, out);
            out.endField(name, index);
        }
    }
}
