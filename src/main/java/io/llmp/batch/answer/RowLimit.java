package io.llmp.batch.answer;

import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.template.JobTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves values out of rows that are too large to be kept, so that no row is more than the store and the memory have room
 * for: of columns that the template does not use first, the largest first. An export reads them from the input again. Safe for
 * use by many threads.
 *
 * @param used the columns whose values a request is made of, and the key
 */
public record RowLimit(Set<String> used) {

    /** Bytes of JSON beyond which values that the template does not use are left out. */
    static final int LARGEST_UNUSED = 1 << 20;

    /** A control character is six in JSON. */
    private static final int MOST_BYTES_A_CHARACTER = 6;

    private static final int BYTES_OF_OTHER_VALUES = 32;

    public RowLimit {
        used = Set.copyOf(used);
    }

    public static RowLimit of(JobTemplate template) {
        return new RowLimit(template.columns());
    }

    /** Returns {@code rows} within the limit. */
    public ItemCursor around(ItemCursor rows) {
        return new ItemCursor() {
            @Override
            public @Nullable Item next() throws IOException {
                Item item = rows.next();
                return item == null ? null : within(item);
            }

            @Override
            public void close() throws IOException {
                rows.close();
            }
        };
    }

    /** Returns {@code item}, or what is kept of it, which names what was left out under {@link JobRecord#LEFT_OUT}. */
    Item within(Item item) {
        if (atMost(item.values()) <= LARGEST_UNUSED || item.values().has(JobRecord.LEFT_OUT)) {
            return item;
        }
        ObjectNode kept = kept(item.values());
        if (item instanceof Item.Malformed malformed) {
            return new Item.Malformed(item.index(), kept, malformed.raw(), malformed.problem());
        }
        return item instanceof Item.Unreadable unreadable
                ? new Item.Unreadable(item.index(), kept, unreadable.problems())
                : new Item.Row(item.index(), kept);
    }

    /** Returns why no request is made of a row with these values, or null when none that the template uses is missing. */
    @Nullable
    String problem(ObjectNode values) {
        for (Map.Entry<String, JsonNode> leftOut :
                values.path(JobRecord.LEFT_OUT).properties()) {
            if (used.contains(leftOut.getKey())) {
                return String.format(
                        Locale.ROOT,
                        "Column '%s' holds %,d bytes; what the template uses of a row may hold %,d in all.",
                        leftOut.getKey(),
                        leftOut.getValue().longValue(),
                        JobRecord.LARGEST);
            }
        }
        return null;
    }

    private ObjectNode kept(ObjectNode values) {
        List<Value> largestFirst = values.properties().stream()
                .map(value -> new Value(value.getKey(), bytes(value.getValue())))
                .sorted(Comparator.comparing((Value value) -> used.contains(value.column()))
                        .thenComparing(Value::bytes, Comparator.reverseOrder()))
                .toList();
        ObjectNode kept = values.objectNode().setAll(values);
        ObjectNode leftOut = values.objectNode();
        long total = largestFirst.stream().mapToLong(Value::bytes).sum();
        for (Value value : largestFirst) {
            if (total > (used.contains(value.column()) ? JobRecord.LARGEST : LARGEST_UNUSED)) {
                kept.remove(value.column());
                leftOut.put(value.column(), value.bytes());
                total -= value.bytes();
            }
        }
        return leftOut.isEmpty() ? values : kept.set(JobRecord.LEFT_OUT, leftOut);
    }

    private record Value(String column, long bytes) {}

    private static long bytes(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns more bytes than {@code value} takes: counting them exactly would cost every row as much as storing it. */
    private static long atMost(JsonNode value) {
        if (value.isString()) {
            return (long) MOST_BYTES_A_CHARACTER * value.stringValue().length();
        }
        long bytes = BYTES_OF_OTHER_VALUES;
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            bytes += (long) MOST_BYTES_A_CHARACTER * property.getKey().length() + atMost(property.getValue());
        }
        if (value.isArray()) {
            for (JsonNode element : value) {
                bytes += atMost(element);
            }
        }
        return bytes;
    }
}
