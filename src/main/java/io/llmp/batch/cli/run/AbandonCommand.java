package io.llmp.batch.cli.run;

import io.llmp.batch.record.RunOrder;
import picocli.CommandLine.Command;

/** {@code llmp abandon}. */
@Command(
        name = "abandon",
        mixinStandardHelpOptions = true,
        description = {"Abandons a run for good; its answers stay reusable.", "The same command then starts a new run."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp abandon last --reason \"wrong input\"")
public final class AbandonCommand extends RunSignalCommand {

    @Override
    RunOrder.Kind kind() {
        return RunOrder.Kind.ABANDON;
    }
}
