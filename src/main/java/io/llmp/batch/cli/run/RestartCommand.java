package io.llmp.batch.cli.run;

import io.llmp.batch.run.spec.Continuation;
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
public final class RestartCommand extends ResumingCommand {

    @Override
    Continuation continuation() {
        return new Continuation.Restart();
    }
}
