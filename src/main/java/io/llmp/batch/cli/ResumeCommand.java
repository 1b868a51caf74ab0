package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code llmp resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Lets a paused run go on, and goes on with it here.",
        footerHeading = "%nExample:%n",
        footer = "  llmp resume last --reason \"the bill is explained\"")
final class ResumeCommand extends ContinuingCommand {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for 'llmp runs events'.")
    @Nullable
    String reason;

    @Override
    void prepare(Application application, Run found) {
        application
                .part(RunStore.class)
                .resume(
                        found.id(),
                        reason,
                        application.part(InstantSource.class).instant());
    }
}
