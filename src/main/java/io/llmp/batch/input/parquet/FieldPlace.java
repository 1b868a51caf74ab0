package io.llmp.batch.input.parquet;

import java.util.Map;

/**
 * Where a value is in a row.
 *
 * @param column the column, empty for the row itself
 * @param path the column and the fields within it
 * @param problems takes what is wrong with the value of a column, by its name
 */
record FieldPlace(String column, String path, Map<String, String> problems) {

    static FieldPlace row(Map<String, String> problems) {
        return new FieldPlace("", "", problems);
    }

    FieldPlace field(String name) {
        return column.isEmpty()
                ? new FieldPlace(name, name, problems)
                : new FieldPlace(column, path + "." + name, problems);
    }

    /** Notes that the value cannot be read; of several in a column the first counts. */
    void unreadable(String what) {
        problems.putIfAbsent(column, "column " + path + " holds " + what + ".");
    }
}
