package io.llmp.batch.cli.run;

import io.llmp.batch.record.RunOrder;
import picocli.CommandLine.Command;

/** {@code llmp stop}. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = {
            "Stops a run gracefully; answers in flight are kept.",
            "The same command, or llmp restart, continues it."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp stop last --reason \"too slow today\"")
public final class StopCommand extends RunSignalCommand {

    @Override
    RunOrder.Kind kind() {
        return RunOrder.Kind.STOP;
    }
}
