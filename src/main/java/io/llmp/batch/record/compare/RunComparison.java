package io.llmp.batch.record.compare;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Compares the answers of two runs row by row. Rows of the same input are joined by their position, those of different
 * inputs by their keys. Reads a page of records at a time; joining by keys takes some twelve bytes of memory an item
 * besides.
 */
public final class RunComparison {

    private static final ObjectReader JSON =
            JsonMapper.shared().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final JobRecordStore records;
    private final Run former;
    private final Run present;
    private final List<ComparedField> fields;

    /**
     * Compares {@code former} with {@code present}.
     *
     * @param fields names of the answers' fields that count
     */
    public RunComparison(JobRecordStore records, Run former, Run present, List<String> fields) {
        this.records = records;
        this.former = former;
        this.present = present;
        this.fields = fields.stream().map(ComparedField::new).toList();
    }

    /** Whether both runs had the same input, so that rows are joined by position rather than by key. */
    public boolean sameInput() {
        return former.identity().fingerprint().equals(present.identity().fingerprint());
    }

    /**
     * Reads both runs.
     *
     * @param changed is given every row whose answer changed, in the input order of the former run
     * @throws ProblemException when the runs are too large to be joined by key
     */
    public ComparisonCounts compare(Consumer<ComparedRow> changed) {
        Function<JobRecord, @Nullable JobRecord> partner = sameInput() ? byPosition() : byKey();
        ComparisonCounts.Builder counts = new ComparisonCounts.Builder();
        RecordWindow.forEach(records, former.id(), record -> {
            JobRecord other = partner.apply(record);
            if (other == null) {
                counts.onlyFormer();
            } else {
                ComparedRow row = row(record, other);
                counts.add(row);
                if (row.isChanged()) {
                    changed.accept(row);
                }
            }
        });
        return counts.build(present.counts().done(), fields);
    }

    private Function<JobRecord, @Nullable JobRecord> byPosition() {
        RecordWindow window = new RecordWindow(records, present.id());
        return record -> window.at(record.itemIndex());
    }

    private Function<JobRecord, @Nullable JobRecord> byKey() {
        if (present.counts().done() > KeyIndex.MOST_ITEMS) {
            throw ProblemException.invalid(
                    "Run " + present.id() + " has too many rows to be compared with a run of another input.",
                    "Compare runs of the same input.");
        }
        KeyIndex index = new KeyIndex();
        RecordWindow.forEach(records, present.id(), record -> index.add(record.itemKey(), record.itemIndex()));
        index.sort();
        RecordWindow window = new RecordWindow(records, present.id());
        return record -> {
            long item = index.take(record.itemKey(), candidate -> hasKey(window.at(candidate), record.itemKey()));
            return item < 0 ? null : window.at(item);
        };
    }

    private static boolean hasKey(@Nullable JobRecord record, String key) {
        return record != null && record.itemKey().equals(key);
    }

    private ComparedRow row(JobRecord from, JobRecord to) {
        JsonNode before = answer(from);
        JsonNode after = answer(to);
        boolean bothAnswered = before.isObject() && after.isObject();
        List<String> changed = new ArrayList<>();
        for (ComparedField field : fields) {
            JsonNode formerValue = before.path(field.name());
            JsonNode presentValue = after.path(field.name());
            boolean same = formerValue.equals(RunComparison::compare, presentValue);
            if (bothAnswered) {
                field.add(formerValue, presentValue, same);
            }
            if (bothAnswered ? !same : before.isObject() != after.isObject()) {
                changed.add(field.name());
            }
        }
        return new ComparedRow(from, to, before, after, changed);
    }

    private static int compare(JsonNode a, JsonNode b) {
        if (a.equals(b)) {
            return 0;
        }
        return a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : 1;
    }

    private static JsonNode answer(JobRecord record) {
        return record.outcome() instanceof Outcome.Answered answered
                ? JSON.readTree(answered.output())
                : MissingNode.getInstance();
    }
}
