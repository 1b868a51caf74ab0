package io.llmp.batch.cli.run;

import io.llmp.batch.cli.option.TuningMixin;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.spec.Continuation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code llmp retry}. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends the skipped rows of a run again and rewrites its output.",
            "A row keeps what it already cost; an answer is never replaced."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  llmp retry last", "  llmp retry 66e8a4 --reason TIMED_OUT --limit 100"})
public final class RetryCommand extends ResumingCommand {

    @Option(names = "--reason", paramLabel = "R", description = "Only rows skipped for this reason.")
    @Nullable
    SkipReason reason;

    @Option(names = "--limit", paramLabel = "N", description = "At most N rows, from the beginning of the input.")
    @Nullable
    Long limit;

    @Override
    Continuation continuation() {
        TuningMixin.requirePositive(tuning.spec, "--limit", limit);
        return Continuation.Retry.of(reason, limit == null ? Long.MAX_VALUE : limit);
    }
}
