package io.llmp.batch.cli;

import io.llmp.batch.record.RunOrder;
import picocli.CommandLine.Command;

/** {@code llmp stop}. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = {
            "Ends a run in good order: nothing more is sent, calls in flight are answered and kept.",
            "The same command, or llmp restart, goes on with it."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp stop last --reason \"too slow today\"")
final class StopCommand extends OrderingCommand {

    @Override
    RunOrder.Kind kind() {
        return RunOrder.Kind.STOP;
    }
}
