package io.llmp.batch.record.jdbc;

import io.llmp.batch.problem.Nearest;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Says which runs there are when the name of one names none, or more than one. */
final class RunNames {

    private static final int MOST_SHOWN = 5;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final JdbcClient client;

    RunNames(JdbcClient client) {
        this.client = client;
    }

    private record Named(String id, String template, int version, Instant createdAt) {

        static Named read(ResultSet row, int number) throws SQLException {
            return new Named(
                    row.getString("RUN_ID"),
                    row.getString("TEMPLATE"),
                    row.getInt("TEMPLATE_VERSION"),
                    Times.readPresent(row, "CREATED_AT"));
        }

        @Override
        public String toString() {
            return id + "  " + template + "@" + version + "  " + TIME.format(createdAt.atZone(ZoneId.systemDefault()));
        }
    }

    /** Returns the problem with {@code prefix}, which is not the beginning of exactly one run's name. */
    ProblemException misnamed(String prefix) {
        List<Named> all = client.sql("SELECT RUN_ID, TEMPLATE, TEMPLATE_VERSION, CREATED_AT FROM LLMP_RUN"
                        + JdbcRunStore.NEWEST_FIRST)
                .query(Named::read)
                .list();
        List<Named> fitting =
                all.stream().filter(run -> run.id().startsWith(prefix)).toList();
        if (all.isEmpty()) {
            return ProblemException.invalid("There are no runs yet.", "Start one with " + Operation.START_RUN + ".");
        }
        if (prefix.isEmpty()) {
            return ProblemException.invalid("The name of the run is empty.", "The newest runs are:" + lines(all));
        }
        return fitting.size() > 1
                ? ProblemException.invalid(
                        fitting.size() + " runs begin with " + prefix + ".",
                        "Give more of the name of one of these:" + lines(fitting))
                : ProblemException.invalid(
                        "There is no run " + prefix + ".",
                        nearest(prefix, all)
                                .map(run -> "Did you mean this one?" + lines(List.of(run)))
                                .orElseGet(() -> "The newest runs are:" + lines(all)));
    }

    /** What is misspelt may be a beginning, and may lack a character or have one too many. */
    private static Optional<Named> nearest(String word, List<Named> runs) {
        List<String> beginnings = runs.stream()
                .flatMap(run -> Stream.of(run.id(), beginning(run.id(), word.length())))
                .distinct()
                .toList();
        return Nearest.to(word, beginnings)
                .flatMap(near ->
                        runs.stream().filter(run -> run.id().startsWith(near)).findFirst());
    }

    private static String beginning(String id, int length) {
        return id.substring(0, Math.min(id.length(), length));
    }

    private static String lines(List<Named> runs) {
        String more = runs.size() > MOST_SHOWN
                ? "\n  and " + (runs.size() - MOST_SHOWN) + " more; see " + Operation.LIST_RUNS
                : "";
        return runs.stream().limit(MOST_SHOWN).map(run -> "\n  " + run).collect(Collectors.joining()) + more;
    }
}
