package io.llmp.batch.cli;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import picocli.CommandLine.Command;

/** {@code llmp restart}. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = {
            "Goes on with a run that was stopped or failed, as its own command would: rows with a record are not sent"
                    + " again.",
            "Refused when the input has changed since."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp restart last --concurrency 8")
final class RestartCommand extends ContinuingCommand {

    @Override
    void prepare(Application application, Run found) {
        if (found.status() == RunStatus.COMPLETED) {
            throw ProblemException.invalid(
                    "Run " + found.id() + " is complete.",
                    "Try its skipped items again by llmp retry " + found.id()
                            + ", or begin it anew by its command with --rerun.");
        }
        if (found.status() == RunStatus.PAUSED) {
            throw ProblemException.invalid(
                    "Run " + found.id() + " is paused.", "Go on with it by llmp resume " + found.id() + ".");
        }
    }
}
