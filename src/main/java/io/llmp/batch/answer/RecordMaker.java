package io.llmp.batch.answer;

import io.llmp.batch.input.Item;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the record of an item.
 *
 * @param key the input column that names an item, or null to use the item's index
 */
public record RecordMaker(
        RunId run, Provenance provenance, @Nullable String key, InstantSource clock) {

    /** Characters of what a provider or a model said about a row that it did not answer. */
    private static final int LONGEST_ERROR = 10_000;

    /**
     * Returns the record of what became of {@code work}.
     *
     * @param model the model that answered where it is another than the run's; null when it is not. Such an answer is no
     *     answer of the run's model, so it has no fingerprint by which it could be reused
     */
    public JobRecord of(PreparedItem prepared, int split, Outcome outcome, CallCosts costs, @Nullable String model) {
        return new JobRecord(
                run,
                prepared.item().index(),
                itemKey(prepared.item()),
                split,
                input(prepared.item()),
                prepared instanceof PreparedItem.Valid valid && model == null ? valid.fingerprint() : null,
                storable(outcome),
                costs,
                model == null ? provenance : provenance.by(model),
                clock.instant());
    }

    /** Returns an outcome that the store has room for: the effort of one that it has none for is kept all the same. */
    private static Outcome storable(Outcome outcome) {
        if (outcome instanceof Outcome.Skipped skipped) {
            return skipped.error().length() <= LONGEST_ERROR
                    ? skipped
                    : new Outcome.Skipped(skipped.reason(), skipped.error().substring(0, LONGEST_ERROR) + "...");
        }
        String output = ((Outcome.Answered) outcome).output();
        // At most three bytes a character: only a large answer is worth counting.
        int bytes =
                output.length() <= JobRecord.LARGEST_ANSWER / 3 ? 0 : output.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= JobRecord.LARGEST_ANSWER
                ? outcome
                : new Outcome.Skipped(
                        SkipReason.INVALID_OUTPUT,
                        String.format(
                                Locale.ROOT,
                                "The answer holds %,d bytes; a record has room for %,d.",
                                bytes,
                                JobRecord.LARGEST_ANSWER));
    }

    private String itemKey(Item item) {
        JsonNode value = key == null ? null : item.values().get(key);
        if (value == null || value.isNull()) {
            return Long.toString(item.index());
        }
        return value.isContainer() ? value.toString() : value.asString();
    }

    private static String input(Item item) {
        if (item instanceof Item.Malformed malformed) {
            ObjectNode values = malformed.values().deepCopy();
            return values.put(JobRecord.RAW, malformed.raw()).toString();
        }
        return item.values().toString();
    }
}
