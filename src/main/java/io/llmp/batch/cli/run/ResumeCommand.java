package io.llmp.batch.cli.run;

import io.llmp.batch.cli.option.ReasonMixin;
import io.llmp.batch.run.spec.Continuation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code llmp resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Resumes a paused run in this terminal.",
        footerHeading = "%nExample:%n",
        footer = "  llmp resume last --reason \"the bill is explained\"")
@SuppressWarnings("NullAway.Init")
public final class ResumeCommand extends ResumingCommand {

    @Mixin
    ReasonMixin reason;

    @Override
    Continuation continuation() {
        return new Continuation.Resume(reason.text);
    }
}
