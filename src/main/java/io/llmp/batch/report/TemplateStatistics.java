package io.llmp.batch.report;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Computes how the versions of a template compare, and how its answers drift, in one pass over the records of its runs. */
public final class TemplateStatistics {

    private final RunReader reader;

    TemplateStatistics(RunReader reader) {
        this.reader = reader;
    }

    /**
     * The sums over the runs of a version.
     *
     * @param runs how many there are
     */
    public record Version(int version, long runs, RunFigures figures) {}

    /**
     * How far the answers have moved from one run to the next.
     *
     * @param fields those that both runs have, in the order of the template
     */
    public record Moved(Run former, Run present, List<Drift> fields) {
        public Moved {
            fields = List.copyOf(fields);
        }
    }

    /**
     * What was found.
     *
     * @param versions newest first
     * @param moved from the last run but one to the last of those with answers, or null when there are not two
     */
    public record Statistics(
            List<Version> versions, @Nullable Moved moved) {
        public Statistics {
            versions = List.copyOf(versions);
        }
    }

    /**
     * Reads the records of {@code runs}.
     *
     * @param runs those to look at, of one template, newest first
     */
    public Statistics of(List<Run> runs) {
        List<Run> latest =
                runs.stream().filter(TemplateStatistics::isAnswered).limit(2).toList();
        Map<Integer, Version> versions = new TreeMap<>(Comparator.reverseOrder());
        List<RunFigures> answers = new ArrayList<>();
        for (Run run : runs) {
            Consumer<JobRecord> sink = version(versions, run).figures()::add;
            if (latest.contains(run)) {
                RunFigures own = reader.figures(run);
                answers.add(own);
                sink = sink.andThen(own::add);
            }
            reader.forEach(run, sink);
        }
        Moved moved = latest.size() < 2
                ? null
                : new Moved(latest.get(1), latest.get(0), drift(answers.get(1), answers.get(0)));
        return new Statistics(List.copyOf(versions.values()), moved);
    }

    /** Returns the statistics of a run's version, in which the run is counted now. */
    private static Version version(Map<Integer, Version> versions, Run run) {
        int number = run.identity().provenance().version();
        Version former = versions.get(number);
        Version version = former == null
                ? new Version(number, 1, new RunFigures(List.of(), List.of(run.createdAt())))
                : new Version(number, former.runs() + 1, former.figures());
        versions.put(number, version);
        return version;
    }

    private static boolean isAnswered(Run run) {
        RunCounts counts = run.counts();
        return counts.succeeded() + counts.reused() > 0;
    }

    private static List<Drift> drift(RunFigures former, RunFigures present) {
        List<Drift> drifts = new ArrayList<>();
        for (FieldFigures before : former.fields()) {
            present.fields().stream()
                    .filter(after -> after.name().equals(before.name()))
                    .findFirst()
                    .ifPresent(after -> drifts.add(Drift.between(before, after)));
        }
        return drifts;
    }
}
