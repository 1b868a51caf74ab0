package io.llmp.batch.schema;

import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as templates, rows and answers use it: numbers exact, nesting bounded, repeated keys and trailing text refused. */
public final class Json {

    /** Far beyond any sensible schema or answer, and far from what recursion over the tree could not bear. */
    public static final int MAX_DEPTH = 100;

    /** What a file may use of that, so that there is room for what is put around it. */
    public static final int MAX_FILE_DEPTH = MAX_DEPTH - 10;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * Reads {@code text} as one JSON value; a missing node when it is blank.
     *
     * @throws tools.jackson.core.JacksonException when it is anything else
     */
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /** Returns a parser of {@code text}, which may hold anything, for whoever has to know where each value stands. */
    public static JsonParser parser(String text) {
        return MAPPER.createParser(text);
    }

    /** Returns {@code node} without layout, keys in their own order. */
    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Returns the members of {@code object}, those in {@code properties} first and in its order, then the others. */
    public static ObjectNode ordered(ObjectNode object, JsonNode properties) {
        ObjectNode ordered = object();
        for (String name : properties.propertyNames()) {
            JsonNode value = object.get(name);
            if (value != null) {
                ordered.set(name, value);
            }
        }
        if (ordered.size() < object.size()) {
            object.properties().forEach(member -> ordered.putIfAbsent(member.getKey(), member.getValue()));
        }
        return ordered;
    }

    /** Appends {@code name} to a JSON pointer (RFC 6901). */
    public static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
