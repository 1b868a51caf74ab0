package io.llmp.batch.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
        Effort effort,
        Provenance provenance,
        Instant createdAt) {

    /** Key of a malformed row's raw text in {@link #input()}. */
    public static final String RAW = "llmp_raw";

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
                earlier.effort().then(effort),
                provenance,
                createdAt);
    }
}
