package io.llmp.batch.report;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.SkipReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Skipped items by reason, with the first few of each. */
public final class SkipFigures {

    private static final int EXAMPLES = 3;

    private final Map<SkipReason, Tally> tallies = new EnumMap<>(SkipReason.class);

    /**
     * The items skipped for one reason.
     *
     * @param examples the first of them in input order
     */
    public record Group(SkipReason reason, long items, List<ItemNote> examples) {}

    private static final class Tally {
        private long items;
        private final List<ItemNote> examples = new ArrayList<>();
    }

    void add(JobRecord record) {
        if (record.outcome() instanceof Outcome.Skipped skipped) {
            Tally tally = tallies.computeIfAbsent(skipped.reason(), reason -> new Tally());
            tally.items++;
            if (tally.examples.size() < EXAMPLES) {
                tally.examples.add(ItemNote.of(record));
            }
        }
    }

    /** Returns the reasons that occurred, the most frequent first. */
    public List<Group> groups() {
        return tallies.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue().items, List.copyOf(entry.getValue().examples)))
                .sorted(Comparator.comparingLong(Group::items).reversed())
                .toList();
    }
}
