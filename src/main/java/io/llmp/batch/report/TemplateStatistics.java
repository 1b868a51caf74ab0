package io.llmp.batch.report;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells how the versions of a template compare, and how its answers drift, in one pass over the records of its runs. */
public final class TemplateStatistics {

    private final RunReader reader;

    TemplateStatistics(RunReader reader) {
        this.reader = reader;
    }

    /**
     * What the runs of a version came to together.
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

    /** @param runs those to look at, of one template, newest first */
    public Statistics of(List<Run> runs) {
        List<Run> latest =
                runs.stream().filter(TemplateStatistics::isAnswered).limit(2).toList();
        Map<Integer, Version> versions = new TreeMap<>(Comparator.reverseOrder());
        List<RunFigures> answers = new ArrayList<>();
        for (Run run : runs) {
            Version version = versions.merge(
                    run.identity().provenance().version(),
                    new Version(run.identity().provenance().version(), 1, withoutFields(run)),
                    (former, added) -> new Version(former.version(), former.runs() + 1, former.figures()));
            Consumer<JobRecord> sink = version.figures()::add;
            if (latest.contains(run)) {
                answers.add(reader.figures(run));
                sink = sink.andThen(answers.get(answers.size() - 1)::add);
            }
            reader.forEach(run, sink);
        }
        return new Statistics(
                List.copyOf(versions.values()),
                latest.size() < 2
                        ? null
                        : new Moved(latest.get(1), latest.get(0), drift(answers.get(1), answers.get(0))));
    }

    private static boolean isAnswered(Run run) {
        RunCounts counts = run.counts();
        return counts.succeeded() + counts.reused() > 0;
    }

    private static RunFigures withoutFields(Run run) {
        return new RunFigures(List.of(), List.<Instant>of(run.createdAt()));
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
