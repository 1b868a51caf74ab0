package io.llmp.batch.cli.option;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which runs to look at. */
@SuppressWarnings("NullAway.Init")
public final class RunFilterMixin {

    @Mixin
    SinceMixin since;

    @Option(names = "--limit", paramLabel = "N", description = "Only the newest N runs.")
    @Nullable
    Integer limit;

    /** Whether it was said which. */
    public boolean isGiven() {
        return limit != null || since.isGiven();
    }

    /**
     * Returns those that are meant, in their order.
     *
     * @throws ProblemException when an option makes no sense
     */
    public List<Run> apply(Application application, Stream<Run> runs) {
        if (limit != null && limit < 1) {
            throw ProblemException.invalid(
                    "--limit must be at least 1 but was " + limit + ".", "Give a positive number.");
        }
        Instant from = since.moment(application.part(InstantSource.class), ZoneId.systemDefault());
        return runs.filter(run -> from == null || !begun(run).isBefore(from))
                .limit(limit == null ? Long.MAX_VALUE : limit)
                .toList();
    }

    /** When it was last worked on. */
    private static Instant begun(Run run) {
        return run.startedAt() == null ? run.createdAt() : run.startedAt();
    }
}
