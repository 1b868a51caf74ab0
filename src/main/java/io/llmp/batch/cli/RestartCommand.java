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
            "Restarts a stopped or failed run where it left off.",
            "Refused when the input has changed since."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp restart last --concurrency 8")
final class RestartCommand extends ResumingCommand {

    @Override
    void prepare(Application application, Run found) {
        if (found.status() == RunStatus.COMPLETED) {
            throw ProblemException.invalid(
                    "Run " + found.id() + " is complete.",
                    "Retry its skipped rows with llmp retry " + found.id()
                            + ", or start over with its command and --rerun.");
        }
        if (found.status() == RunStatus.PAUSED) {
            throw ProblemException.invalid(
                    "Run " + found.id() + " is paused.", "Resume it with llmp resume " + found.id() + ".");
        }
    }
}
