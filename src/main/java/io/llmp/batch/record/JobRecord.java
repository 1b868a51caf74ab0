package io.llmp.batch.record;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One item's outcome in one run: the unit of restart, export and report.
 *
 * @param itemIndex 0-based position of the row in the input
 * @param itemKey the row's natural key, or its index as text
 * @param split number of the split the item was read in
 * @param input the row as read, as the text of a JSON object; of a malformed row also its raw text, under {@link #RAW}
 * @param requestFingerprint lower-case hexadecimal SHA-256 over all that can change the answer; null when no request could
 *     be made of the row, or another model than the one asked for answered it
 */
public record JobRecord(
        RunId run,
        long itemIndex,
        String itemKey,
        int split,
        String input,
        @Nullable String requestFingerprint,
        Outcome outcome,
        CallCosts costs,
        Provenance provenance,
        Instant createdAt) {

    /** Key of a malformed row's raw text in {@link #input()}. */
    public static final String RAW = "llmp_raw";

    /**
     * Key of {@link #input()} whose value is an object of the columns that were left out because the row was too large to be
     * kept, each with the bytes that its value takes as JSON.
     */
    public static final String LEFT_OUT = "llmp_left_out";

    /**
     * Bytes that an input may take as JSON in UTF-8. HSQLDB has a row and its neighbours in its cache of 24 MB when it stores
     * one, and stores some characters in half as many bytes again.
     */
    public static final int LARGEST = 2 << 20;

    /** Bytes that an answer may take as JSON in UTF-8: more than an input, because it is paid for when it turns out large. */
    public static final int LARGEST_ANSWER = 4 << 20;

    /** Returns how much text the record holds, about: what tells a large record from others. */
    long characters() {
        long outcomes = outcome instanceof Outcome.Answered answered
                ? answered.output().length()
                : ((Outcome.Skipped) outcome).error().length();
        return input.length() + outcomes;
    }

    /**
     * Returns what is kept of a record that the database does not take: that the row has none, why, and what it cost.
     *
     * @param problem the database's words
     */
    public JobRecord refused(String problem) {
        ObjectNode values = JsonMapper.shared().createObjectNode();
        ObjectNode leftOut = values.putObject(LEFT_OUT);
        JsonNode all = JsonMapper.shared().readTree(input);
        all.properties()
                .forEach(value ->
                        leftOut.put(value.getKey(), value.getValue().toString().length()));
        leftOut.remove(List.of(RAW, LEFT_OUT));
        all.path(LEFT_OUT).properties().forEach(value -> leftOut.set(value.getKey(), value.getValue()));
        SkipReason reason = outcome instanceof Outcome.Skipped skipped ? skipped.reason() : SkipReason.INVALID_OUTPUT;
        return new JobRecord(
                run,
                itemIndex,
                Long.toString(itemIndex),
                split,
                values.toString(),
                null,
                new Outcome.Skipped(reason, "The database does not take the record: " + problem),
                costs,
                provenance,
                createdAt);
    }

    /** Returns this record with the effort of an earlier one of the same item added to its own. */
    public JobRecord after(JobRecord earlier) {
        return new JobRecord(
                run,
                itemIndex,
                itemKey,
                split,
                input,
                requestFingerprint,
                outcome,
                earlier.costs().then(costs),
                provenance,
                createdAt);
    }
}
