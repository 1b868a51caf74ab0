package io.llmp.batch.cli;

import io.llmp.batch.run.Continuation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code llmp resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Resumes a paused run in this terminal.",
        footerHeading = "%nExample:%n",
        footer = "  llmp resume last --reason \"the bill is explained\"")
final class ResumeCommand extends ResumingCommand {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Reason to record in the history.")
    @Nullable
    String reason;

    @Override
    Continuation continuation() {
        return new Continuation.Resume(reason);
    }
}
