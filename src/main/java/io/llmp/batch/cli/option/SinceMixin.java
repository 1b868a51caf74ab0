package io.llmp.batch.cli.option;

import io.llmp.batch.cli.terminal.Moment;
import io.llmp.batch.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From when on to look back. */
public final class SinceMixin {

    @Option(names = "--since", paramLabel = "T", description = "Only since: 36h, 7d, 2026-03-01, 2026-03-01T09:30")
    @Nullable
    String since;

    /** Whether there is one. */
    boolean isGiven() {
        return since != null;
    }

    /**
     * Returns the moment that is meant, or null when none is.
     *
     * @throws ProblemException when the text is no moment
     */
    @Nullable
    public Instant moment(InstantSource clock, ZoneId zone) {
        if (since == null) {
            return null;
        }
        return Moment.parse("--since", since, clock, zone);
    }
}
