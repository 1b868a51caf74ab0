package io.llmp.batch.export;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.RowLookup;
import io.llmp.batch.record.JobRecord;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the values that records leave out from the input again; opens it for the first of them. */
final class LeftOutValues implements Closeable {

    private final Supplier<Dataset> input;
    private @Nullable RowLookup rows;

    LeftOutValues(Supplier<Dataset> input) {
        this.input = input;
    }

    /** Completes the values that a record has of item {@code index}, if it leaves any out. */
    void addTo(ObjectNode values, long index) throws IOException {
        JsonNode leftOut = values.remove(JobRecord.LEFT_OUT);
        if (leftOut == null) {
            return;
        }
        if (rows == null) {
            rows = new RowLookup(input.get());
        }
        ObjectNode whole = rows.at(index).values();
        leftOut.propertyNames().forEach(column -> values.set(column, whole.get(column)));
    }

    @Override
    public void close() throws IOException {
        if (rows != null) {
            rows.close();
        }
    }
}
