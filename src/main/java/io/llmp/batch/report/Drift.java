package io.llmp.batch.report;

import io.llmp.batch.report.FieldFigures.Counted;
import io.llmp.batch.report.FieldFigures.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far the answers in one field have moved from one run to another.
 *
 * @param measure what {@code amount} says
 * @param amount 0 when nothing moved
 * @param former what the former run had: of values the most frequent, else the mean
 * @param present what the present run has, likewise
 */
public record Drift(String field, Measure measure, double amount, String former, String present) {

    /** Ways to say how far two distributions are apart. */
    public enum Measure {
        /** Half the sum of the differences between the shares of each value: the share of answers that moved, 0 to 1. */
        TOTAL_VARIATION,
        /** Difference of the means in standard deviations of the former. */
        MEAN_SHIFT,
        /** Difference of the mean lengths in standard deviations of the former. */
        LENGTH_SHIFT,
        /** The two are of different kinds, or of a kind that cannot be compared; the amount is 0. */
        NONE
    }

    /** Returns how far {@code present} is from {@code former}, which are about the same field. */
    public static Drift between(FieldFigures former, FieldFigures present) {
        // Few answers may make a number look like a value, and many a value like a text.
        if (!former.numbers().isEmpty() && !present.numbers().isEmpty()) {
            return shift(former.name(), Measure.MEAN_SHIFT, former.numbers(), present.numbers());
        }
        if (!former.values().isEmpty() && !present.values().isEmpty()) {
            return variation(former, present);
        }
        if (former.kind() == Kind.LISTS && present.kind() == Kind.LISTS) {
            return shift(former.name(), Measure.LENGTH_SHIFT, former.sizes(), present.sizes());
        }
        if (!former.lengths().isEmpty() && !present.lengths().isEmpty()) {
            return shift(former.name(), Measure.LENGTH_SHIFT, former.lengths(), present.lengths());
        }
        return new Drift(former.name(), Measure.NONE, 0, "", "");
    }

    private static Drift variation(FieldFigures former, FieldFigures present) {
        Map<String, Double> before = shares(former.values());
        Map<String, Double> after = shares(present.values());
        Set<String> values = new HashSet<>(before.keySet());
        values.addAll(after.keySet());
        double moved = 0;
        for (String value : values) {
            moved += Math.abs(before.getOrDefault(value, 0.0) - after.getOrDefault(value, 0.0));
        }
        return new Drift(
                former.name(),
                Measure.TOTAL_VARIATION,
                moved / 2,
                former.values().get(0).value(),
                present.values().get(0).value());
    }

    private static Map<String, Double> shares(List<Counted> values) {
        double all = values.stream().mapToLong(Counted::answers).sum();
        return values.stream().collect(Collectors.toMap(Counted::value, counted -> counted.answers() / all));
    }

    private static Drift shift(String field, Measure measure, Distribution former, Distribution present) {
        double moved = present.mean() - former.mean();
        // A constant has no spread to measure by; any move of it is a move by itself.
        double unit = former.deviation() > 0 ? former.deviation() : Math.max(Math.abs(former.mean()), 1);
        return new Drift(field, measure, moved / unit, mean(former), mean(present));
    }

    private static String mean(Distribution values) {
        return ReportNumbers.round(values.mean());
    }
}
