package io.llmp.batch.cli.store;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.store.StoreBackup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp store restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the embedded database under LLMP_HOME from a backup.",
            "",
            "There must be none yet. What was answered after the backup is not in it: the same commands"
                    + " send those rows, and pay for them, again."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp store restore llmp-2026-03-01.zip")
@SuppressWarnings("NullAway.Init")
final class StoreRestoreCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A file that 'llmp store backup' wrote.")
    Path file;

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out();
        StoreBackup.restore(Application.home(), file);
        out.println("restored to " + Application.home());
        out.flush();
        return ExitCode.OK;
    }
}
