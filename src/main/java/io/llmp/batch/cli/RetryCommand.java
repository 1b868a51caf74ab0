package io.llmp.batch.cli;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.RunRequest;
import java.util.EnumSet;
import java.util.Set;
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
final class RetryCommand extends ResumingCommand {

    /** What no further call can change: the row itself is at fault. */
    private static final Set<SkipReason> OF_THE_ROW = EnumSet.of(SkipReason.MALFORMED_ROW, SkipReason.INVALID_INPUT);

    @Option(names = "--reason", paramLabel = "R", description = "Only rows skipped for this reason.")
    @Nullable
    SkipReason reason;

    @Option(names = "--limit", paramLabel = "N", description = "At most N rows, from the beginning of the input.")
    @Nullable
    Long limit;

    @Override
    void prepare(Application application, Run found) {
        TuningMixin.requirePositive(tuning.spec, "--limit", limit);
        if (found.status() == RunStatus.PAUSED) {
            throw ProblemException.invalid(
                    "Run " + found.id() + " is paused.", "Resume it with llmp resume " + found.id() + ".");
        }
        if (found.counts().skipped() == 0 && found.status() == RunStatus.COMPLETED) {
            throw ProblemException.invalid("Run " + found.id() + " has no skipped rows.", "There is nothing to retry.");
        }
    }

    @Override
    RunRequest.Retried retried() {
        Set<SkipReason> reasons =
                reason == null ? EnumSet.complementOf(EnumSet.copyOf(OF_THE_ROW)) : EnumSet.of(reason);
        return new RunRequest.Retried(reasons, limit == null ? Long.MAX_VALUE : limit);
    }
}
