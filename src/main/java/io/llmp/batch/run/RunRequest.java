package io.llmp.batch.run;

import io.llmp.batch.input.InputOptions;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.template.TemplateRef;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as a user asks for it.
 *
 * @param input a file, a directory or a glob
 * @param outputFormat name of the output's format, or null to tell it from the extension
 * @param overwrite whether the output may replace a file that no run of ours wrote
 * @param selection what the user says of provider, model and limits; the template is asked where it says nothing
 * @param limit rows to take from the input's beginning, at least 1, or null for all
 * @param runKey tells this run from others of the same command, or null
 * @param rerun whether to begin anew a run that is complete
 * @param maxSkips how many skipped items are too many
 * @param maxCost US dollars that all executions of the run may cost together, above 0, or null when money is no limit
 * @param reuse whether answers that were paid for before, or in this run for an identical row, are taken
 * @param empty what becomes of an input without rows
 * @param options all this as JSON, kept with the run so that it can be gone on with without being told again
 * @param again the run to go on with, or null for the one this request means
 */
public record RunRequest(
        TemplateRef template,
        String input,
        InputOptions inputOptions,
        Path output,
        @Nullable String outputFormat,
        boolean overwrite,
        ModelSelection selection,
        @Nullable Long limit,
        @Nullable String runKey,
        boolean rerun,
        SkipLimit maxSkips,
        @Nullable BigDecimal maxCost,
        boolean reuse,
        Empty empty,
        String options,
        @Nullable Again again) {

    /** What becomes of an input without rows. */
    public enum Empty {
        /** It is refused. */
        FAIL,
        /** A run over files that hold no row is complete at once; a directory without files is refused. */
        FILES,
        /** A run is complete at once, also over a directory without files. */
        OK
    }

    /**
     * Names a run to go on with.
     *
     * @param run the run
     * @param retried which skipped items to try again
     */
    public record Again(RunId run, Retried retried) {}

    /**
     * Which skipped items to try again.
     *
     * @param reasons what was skipped for one of these
     * @param most how many at most, from the input's beginning on
     */
    public record Retried(Set<SkipReason> reasons, long most) {

        /** What every execution tries again: the provider was away, and nothing was paid. */
        public static final Retried UNAVAILABLE = new Retried(Set.of(SkipReason.PROVIDER_UNAVAILABLE), Long.MAX_VALUE);

        public Retried {
            reasons = Set.copyOf(reasons);
        }
    }
}
