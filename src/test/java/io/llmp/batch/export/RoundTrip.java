package io.llmp.batch.export;

import io.llmp.batch.export.local.LocalOutput;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Split;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.MemoryRecordStore;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The way of a dataset's rows through records to an output, as a run takes them. */
public final class RoundTrip {

    private static final RunId RUN = new RunId("abc");
    private static final Provenance PROVENANCE = new Provenance("triage", 1, "d", "openai", "gpt");

    private RoundTrip() {}

    /** Reads the items of all splits. */
    public static List<Item> read(Dataset dataset, int rowsPerSplit) throws IOException {
        List<Item> items = new ArrayList<>();
        for (Split split : dataset.plan(Dataset.NO_LIMIT, rows -> rowsPerSplit).splits()) {
            try (ItemCursor cursor = dataset.open(split)) {
                for (Item item = cursor.next(); item != null; item = cursor.next()) {
                    items.add(item);
                }
            }
        }
        return items;
    }

    /** Writes items to {@code output}, each with an empty answer. */
    public static Path write(Dataset dataset, List<Item> items, ResultFormat format, Path output) {
        MemoryRecordStore records = new MemoryRecordStore();
        records.save(
                new Lease(RUN, "owner"), items.stream().map(RoundTrip::record).toList());
        ResultFile result = new ResultFile(output.toString(), format, new ResultSchema(dataset.schema(), List.of()));
        new Exporter(List.of(format), LocalOutput.results(), records)
                .export(RUN, items.size(), result, () -> dataset, () -> {});
        return output;
    }

    private static JobRecord record(Item item) {
        Outcome answer = new Outcome.Answered("{}");
        String input = item.values().toString();
        return new JobRecord(RUN, item.index(), "k", 0, input, null, answer, CallCosts.NONE, PROVENANCE, Instant.EPOCH);
    }
}
