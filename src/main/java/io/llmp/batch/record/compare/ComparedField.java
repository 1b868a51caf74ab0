package io.llmp.batch.record.compare;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How one field of the answers changed, over the rows that both runs answered. */
public final class ComparedField {

    /** Beyond so many kinds of change the values are free text, of which no kind is worth counting. */
    private static final int MOST_KINDS = 200;

    private static final int LONGEST_VALUE = 60;

    private final String name;
    private final Map<Step, Long> steps = new LinkedHashMap<>();
    private boolean countable = true;
    private long same;
    private long changed;

    /**
     * A change from one value to another.
     *
     * @param from the former value as JSON; empty when the field was not there
     * @param to the present value as JSON; empty when the field is not there
     */
    public record Step(String from, String to) {}

    /** How often a step was taken. */
    public record CountedStep(Step step, long rows) {}

    ComparedField(String name) {
        this.name = name;
    }

    void add(JsonNode from, JsonNode to, boolean equal) {
        if (equal) {
            same++;
            return;
        }
        changed++;
        Step step = new Step(text(from), text(to));
        countable &= step.from().length() <= LONGEST_VALUE && step.to().length() <= LONGEST_VALUE;
        if (countable) {
            steps.merge(step, 1L, Long::sum);
            countable = steps.size() <= MOST_KINDS;
        }
        if (!countable) {
            steps.clear();
        }
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "" : value.toString();
    }

    public String name() {
        return name;
    }

    /** Rows whose values are the same. */
    public long same() {
        return same;
    }

    /** Rows whose values differ. */
    public long changed() {
        return changed;
    }

    /** Returns the most frequent changes, at most {@code most}; none where values are free text. */
    public List<CountedStep> steps(int most) {
        return steps.entrySet().stream()
                .map(entry -> new CountedStep(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(CountedStep::rows).reversed())
                .limit(most)
                .toList();
    }
}
