package io.llmp.batch.record.dataset;

import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Split;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.KeptValues;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes items of the records of one split, read in pages that hold more of them the smaller they are. */
final class RecordCursor implements ItemCursor {

    private static final int FIRST_PAGE = 16;
    private static final int LARGEST_PAGE = 500;
    private static final long PAGE_CHARACTERS = 1 << 20;

    private final JobRecordStore records;
    private final RunId run;
    private final RecordFilter filter;
    private final List<String> answers;
    private final Split split;
    private final Runnable verifyUnchanged;
    private final Deque<JobRecord> page = new ArrayDeque<>();
    private int pageSize = FIRST_PAGE;
    private long nextRecord;
    private long given;

    /** @param verifyUnchanged fails when the run is no longer what it was */
    RecordCursor(
            JobRecordStore records,
            RunId run,
            RecordFilter filter,
            List<String> answers,
            Split split,
            Runnable verifyUnchanged) {
        this.records = records;
        this.run = run;
        this.filter = filter;
        this.answers = answers;
        this.split = split;
        this.verifyUnchanged = verifyUnchanged;
        this.nextRecord = split.start().position();
    }

    /** Passes over the next {@code items} of the split. */
    void skip(long items) {
        while (given < items) {
            List<JobRecordStore.ItemRef> passed =
                    records.itemsInInputOrder(run, filter, nextRecord, (int) Math.min(LARGEST_PAGE, items - given));
            if (passed.isEmpty()) {
                throw missing();
            }
            given += passed.size();
            nextRecord = passed.get(passed.size() - 1).index() + 1;
        }
    }

    @Override
    public @Nullable Item next() {
        if (given == split.items()) {
            verifyUnchanged.run();
            return null;
        }
        if (page.isEmpty()) {
            readPage();
        }
        return item(page.remove(), split.firstItem() + given++);
    }

    private void readPage() {
        List<JobRecord> read =
                records.inInputOrder(run, filter, nextRecord, (int) Math.min(pageSize, split.items() - given));
        verifyUnchanged.run();
        if (read.isEmpty()) {
            throw missing();
        }
        page.addAll(read);
        nextRecord = read.get(read.size() - 1).itemIndex() + 1;
        long characters = read.stream().mapToLong(RecordCursor::characters).sum();
        pageSize = (int) Math.max(1, Math.min(LARGEST_PAGE, PAGE_CHARACTERS * read.size() / Math.max(1, characters)));
    }

    private static IllegalStateException missing() {
        return new IllegalStateException("a run that did not change has fewer records than were counted");
    }

    private static long characters(JobRecord record) {
        return (long) record.input().length()
                + (record.outcome() instanceof Outcome.Answered answered
                        ? answered.output().length()
                        : 0);
    }

    private Item item(JobRecord record, long index) {
        ObjectNode values = KeptValues.of(record.input());
        JsonNode raw = values.remove(JobRecord.RAW);
        if (record.outcome() instanceof Outcome.Skipped skipped && skipped.reason() == SkipReason.MALFORMED_ROW) {
            // Also where all columns could be told apart: a value that could not be read then is not null now.
            return new Item.Malformed(index, values, raw == null ? record.input() : raw.asString(), skipped.error());
        }
        ObjectNode answer = record.outcome() instanceof Outcome.Answered answered
                ? KeptValues.of(answered.output())
                : values.objectNode();
        for (String property : answers) {
            JsonNode value = answer.get(property);
            values.set(RunDatasets.ANSWER + property, value == null ? values.nullNode() : value);
        }
        return new Item.Row(index, values);
    }

    @Override
    public void close() {
        page.clear();
    }
}
