package io.llmp.batch.report;

import io.llmp.batch.export.ResultSchema.OutputColumn;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How the answers are spread over one field: by value where there are few, by size where there are many. Memory does not
 * grow with the number of answers.
 */
public final class FieldFigures {

    /** What can be said of a field. */
    public enum Kind {
        /** So few different values that each is counted. */
        VALUES,
        /** Numbers. */
        NUMBERS,
        /** Texts, of which the length is told. */
        TEXTS,
        /** Lists, of which the length is told. */
        LISTS,
        /** Nothing but nulls, objects or a mixture. */
        OTHER
    }

    /** A value as people write it, and how many answers have it. */
    public record Counted(String value, long answers) {}

    private static final int MOST_VALUES = 50;
    private static final int LONGEST_VALUE = 60;

    private final String name;
    private final boolean declared;
    private final Map<String, Long> values = new HashMap<>();
    private final Distribution numbers = new Distribution();
    private final Distribution lengths = new Distribution();
    private final Distribution sizes = new Distribution();
    private boolean countable = true;
    private long answers;
    private long absent;

    FieldFigures(OutputColumn column) {
        name = column.name();
        declared = column.schema().has("enum")
                || column.schema().has("const")
                || column.schema().path("type").asString("").equals("boolean");
    }

    void add(JsonNode value) {
        answers++;
        switch (value.getNodeType()) {
            case NUMBER -> numbers.add(value.asDouble());
            case STRING ->
                lengths.add(value.stringValue()
                        .codePointCount(0, value.stringValue().length()));
            case ARRAY -> sizes.add(value.size());
            case MISSING, NULL -> absent++;
            default -> {}
        }
        if (value.isArray()) {
            value.values().forEach(this::count);
        } else if (!value.isMissingNode() && !value.isNull()) {
            count(value);
        }
    }

    private void count(JsonNode value) {
        String text = value.isString() ? value.stringValue() : value.toString();
        countable &= value.isValueNode() && text.length() <= LONGEST_VALUE;
        if (countable) {
            values.merge(text, 1L, Long::sum);
            countable = values.size() <= MOST_VALUES;
        }
        if (!countable) {
            values.clear();
        }
    }

    public String name() {
        return name;
    }

    /** Whether the template itself lists what the values may be, so that they tell nothing of the rows. */
    public boolean isDeclared() {
        return declared;
    }

    /** Answers with or without the field. */
    public long answers() {
        return answers;
    }

    /** Answers in which the field is null or missing. */
    public long absent() {
        return absent;
    }

    public Kind kind() {
        long present = answers - absent;
        if (sizes.count() == present && present > 0) {
            return Kind.LISTS;
        }
        if (countable && !values.isEmpty() && (declared || values.size() * 2L <= present)) {
            return Kind.VALUES;
        }
        if (numbers.count() == present && present > 0) {
            return Kind.NUMBERS;
        }
        return lengths.count() == present && present > 0 ? Kind.TEXTS : Kind.OTHER;
    }

    /** Returns the values, the most frequent first; of lists their elements; none where there are too many. */
    public List<Counted> values() {
        return values.entrySet().stream()
                .map(entry -> new Counted(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Counted::answers).reversed().thenComparing(Counted::value))
                .toList();
    }

    public Distribution numbers() {
        return numbers;
    }

    /** Lengths of texts in characters. */
    public Distribution lengths() {
        return lengths;
    }

    /** Lengths of lists. */
    public Distribution sizes() {
        return sizes;
    }
}
