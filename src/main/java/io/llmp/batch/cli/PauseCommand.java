package io.llmp.batch.cli;

import io.llmp.batch.record.RunOrder;
import picocli.CommandLine.Command;

/** {@code llmp pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Ends a run in good order and keeps it from being gone on with until it is resumed.",
            "What is running is stopped as by llmp stop; its command then only says that it is paused."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp pause last --reason \"provider bills twice\"")
final class PauseCommand extends OrderingCommand {

    @Override
    RunOrder.Kind kind() {
        return RunOrder.Kind.PAUSE;
    }
}
