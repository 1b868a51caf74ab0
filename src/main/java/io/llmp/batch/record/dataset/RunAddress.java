package io.llmp.batch.record.dataset;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The address of a run's rows: {@code run:RUN}, or with a query {@code run:RUN?status=S,S&reason=R}.
 *
 * @param run the run's name, the beginning of it, or {@code last}
 * @param filter which of its rows are meant
 */
record RunAddress(String run, RecordFilter filter) {

    static final String SCHEME = "run";

    private static final String FORMS =
            "Write run:ID, or with a choice of its rows run:ID?status=SKIPPED or run:ID?reason=TIMED_OUT,REFUSED.";

    /**
     * Reads an address.
     *
     * @throws ProblemException when its query has something that is no choice of rows
     */
    static RunAddress parse(String address) {
        String[] parts = address.substring(SCHEME.length() + 1).split("\\?", 2);
        Set<Outcome.Status> statuses = EnumSet.noneOf(Outcome.Status.class);
        Set<SkipReason> reasons = EnumSet.noneOf(SkipReason.class);
        for (String parameter : parts.length == 1 ? new String[0] : parts[1].split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            switch (pair[0]) {
                case "status" -> statuses.addAll(values(Outcome.Status.class, pair, address));
                case "reason" -> reasons.addAll(values(SkipReason.class, pair, address));
                default ->
                    throw ProblemException.invalid(
                            "The input " + address + " has '" + pair[0] + "' where status or reason is expected.",
                            FORMS);
            }
        }
        return new RunAddress(parts[0], new RecordFilter(statuses, reasons));
    }

    private static <E extends Enum<E>> List<E> values(Class<E> type, String[] pair, String address) {
        String given = pair.length == 1 ? "" : pair[1];
        return Arrays.stream(given.split(",", -1))
                .map(word -> value(type, word, address))
                .toList();
    }

    private static <E extends Enum<E>> E value(Class<E> type, String word, String address) {
        String known = Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(
                    "The input " + address + " asks for rows with '" + word + "', which is no "
                            + (type == SkipReason.class ? "reason of a skip." : "status of a row."),
                    "Use one of " + known + ".",
                    e);
        }
    }

    /** Returns the same address of the run {@code id}, always written alike. */
    String of(RunId id) {
        String query = List.of(
                        query("status", Outcome.Status.values(), filter.statuses()),
                        query("reason", SkipReason.values(), filter.reasons()))
                .stream()
                .filter(parameter -> !parameter.isEmpty())
                .collect(Collectors.joining("&"));
        return SCHEME + ":" + id + (query.isEmpty() ? "" : "?" + query);
    }

    private static <E extends Enum<E>> String query(String name, E[] all, Set<E> chosen) {
        return chosen.isEmpty()
                ? ""
                : name + "="
                        + Arrays.stream(all)
                                .filter(chosen::contains)
                                .map(Enum::name)
                                .collect(Collectors.joining(","));
    }
}
