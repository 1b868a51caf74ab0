package io.llmp.batch.cli.store;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.store.StoreDatabase;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp store backup}. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a backup of the embedded database, also while a run works.",
            "",
            "It has all that was committed before it began, and the database's password: only its owner can read it."
                    + " A PostgreSQL database is backed up by PostgreSQL's own tools."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp store backup llmp-2026-03-01.zip")
@SuppressWarnings("NullAway.Init")
final class StoreBackupCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The ZIP file to write.")
    Path file;

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out();
        try (Application application = Application.forStore()) {
            application.part(StoreDatabase.class).backUp(file);
            out.println("backup written to " + file);
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }
}
