package io.llmp.batch.cli.run;

import io.llmp.batch.record.RunOrder;
import picocli.CommandLine.Command;

/** {@code llmp pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Stops a run gracefully and holds it until resumed.",
            "Its command then only reports that the run is paused."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp pause last --reason \"provider bills twice\"")
public final class PauseCommand extends RunSignalCommand {

    @Override
    RunOrder.Kind kind() {
        return RunOrder.Kind.PAUSE;
    }
}
