package io.llmp.batch.input;

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
     * A row that does not fit the dataset's columns.
     *
     * @param raw the row as it stands in the file
     * @param problem what is wrong with it, as a sentence
     */
    record Malformed(long index, ObjectNode values, String raw, String problem) implements Item {}
}
