package io.llmp.batch.input;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** One input row. Values keep the columns' order and are not changed once the item exists. */
public sealed interface Item {

    /** 0-based position of the row in the dataset. */
    long index();

    /**
     * The row's values by column: text for CSV; for Parquet the JSON form of the typed value, nested ones included. Of a
     * malformed row, the columns that could be told apart.
     */
    ObjectNode values();

    /** A row that could be read. */
    record Row(long index, ObjectNode values) implements Item {}

    /**
     * A row of which some values cannot be read.
     *
     * @param values the values of its columns, null for those that cannot be read
     * @param problems by column, what is wrong with its value, as a sentence; at least one
     */
    record Unreadable(long index, ObjectNode values, Map<String, String> problems) implements Item {
        public Unreadable {
            problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
        }
    }

    /**
     * A row that does not fit the dataset's columns.
     *
     * @param raw the row as it stands in the file
     * @param problem what is wrong with it, as a sentence
     */
    record Malformed(long index, ObjectNode values, String raw, String problem) implements Item {}
}
