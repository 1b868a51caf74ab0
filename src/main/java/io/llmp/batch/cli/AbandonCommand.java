package io.llmp.batch.cli;

import io.llmp.batch.record.RunOrder;
import picocli.CommandLine.Command;

/** {@code llmp abandon}. */
@Command(
        name = "abandon",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a run up for good. Its records stay, and what it paid for is reused by other runs.",
            "The same command begins another run."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp abandon last --reason \"wrong input\"")
final class AbandonCommand extends OrderingCommand {

    @Override
    RunOrder.Kind kind() {
        return RunOrder.Kind.ABANDON;
    }
}
