package io.llmp.batch.input.parquet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds each row as a JSON object, straight from the columns' values, whatever the columns are named. */
final class JsonRows extends RecordMaterializer<ObjectNode> {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RecordConverter root;
    private final Map<String, String> problems = new LinkedHashMap<>();
    private @Nullable ObjectNode current;

    JsonRows(MessageType schema) {
        this.root = new RecordConverter(schema, FieldPlace.row(problems), row -> current = row);
    }

    /** Returns what was wrong with the row read last, by column, and forgets it; empty when nothing was. */
    Map<String, String> takeProblems() {
        if (problems.isEmpty()) {
            return Map.of();
        }
        Map<String, String> taken = new LinkedHashMap<>(problems);
        problems.clear();
        return taken;
    }

    @Override
    public @Nullable ObjectNode getCurrentRecord() {
        return current;
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }

    private static Converter converter(Type type, FieldPlace parent, Consumer<JsonNode> sink) {
        FieldPlace place = parent.field(type.getName());
        if (type.isPrimitive()) {
            return JsonScalars.converter(type.asPrimitiveType(), place, sink);
        }
        GroupType group = type.asGroupType();
        return switch (Nesting.of(group)) {
            case LIST -> new ListConverter(group, place, sink);
            case MAP -> new MapConverter(group, place, sink);
            case RECORD -> new RecordConverter(group, place, sink::accept);
        };
    }

    /** Hands its children's values on as one value between a start and an end. */
    private abstract static class Nested extends GroupConverter {

        final List<Converter> children = new ArrayList<>();

        @Override
        public Converter getConverter(int field) {
            return children.get(field);
        }
    }

    /** A group with fields of its own. Fields that have no value are null, repeated ones an empty list. */
    private static final class RecordConverter extends Nested {

        private final GroupType group;
        private final Consumer<ObjectNode> sink;
        private ObjectNode node = JSON.objectNode();

        RecordConverter(GroupType group, FieldPlace place, Consumer<ObjectNode> sink) {
            this.group = group;
            this.sink = sink;
            for (Type field : group.getFields()) {
                String name = field.getName();
                Consumer<JsonNode> set = field.isRepetition(Type.Repetition.REPEATED)
                        ? value -> node.withArrayProperty(name).add(value)
                        : value -> node.set(name, value);
                children.add(converter(field, place, set));
            }
        }

        @Override
        public void start() {
            node = JSON.objectNode();
            for (Type field : group.getFields()) {
                boolean repeated = field.isRepetition(Type.Repetition.REPEATED);
                node.set(field.getName(), repeated ? JSON.arrayNode() : NullNode.instance);
            }
        }

        @Override
        public void end() {
            sink.accept(node);
        }
    }

    /** A list, in the standard form of three levels or in the older ones of two. */
    private static final class ListConverter extends Nested {

        private final Consumer<JsonNode> sink;
        private ArrayNode list = JSON.arrayNode();

        ListConverter(GroupType group, FieldPlace place, Consumer<JsonNode> sink) {
            this.sink = sink;
            Type repeated = group.getType(0);
            children.add(
                    Nesting.isElement(group)
                            ? converter(repeated, place, value -> list.add(value))
                            : new ElementConverter(repeated.asGroupType(), place, value -> list.add(value)));
        }

        @Override
        public void start() {
            list = JSON.arrayNode();
        }

        @Override
        public void end() {
            sink.accept(list);
        }
    }

    /** The middle level of a list, which is there even where the element is null. */
    private static final class ElementConverter extends Nested {

        private final Consumer<JsonNode> sink;
        private JsonNode element = NullNode.instance;

        ElementConverter(GroupType repeated, FieldPlace place, Consumer<JsonNode> sink) {
            this.sink = sink;
            children.add(converter(repeated.getType(0), place, value -> element = value));
        }

        @Override
        public void start() {
            element = NullNode.instance;
        }

        @Override
        public void end() {
            sink.accept(element);
        }
    }

    /** A map with text as its keys. */
    private static final class MapConverter extends Nested {

        private final Consumer<JsonNode> sink;
        private ObjectNode map = JSON.objectNode();

        MapConverter(GroupType group, FieldPlace place, Consumer<JsonNode> sink) {
            this.sink = sink;
            GroupType entry = group.getType(0).asGroupType();
            String key = entry.getFieldName(0);
            String value = entry.getFieldName(1);
            children.add(new RecordConverter(entry, place, pair -> {
                // Of equal keys the last counts (Apache Parquet, "Logical Types", Maps); a key that cannot be read is
                // none.
                if (pair.required(key).isString()) {
                    map.set(pair.required(key).stringValue(), pair.required(value));
                }
            }));
        }

        @Override
        public void start() {
            map = JSON.objectNode();
        }

        @Override
        public void end() {
            sink.accept(map);
        }
    }
}
