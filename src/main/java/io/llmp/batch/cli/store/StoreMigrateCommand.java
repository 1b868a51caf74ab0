package io.llmp.batch.cli.store;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.StoreDatabase;
import io.llmp.batch.store.StoreInfo;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code llmp store migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  llmp store migrate",
        description = {
            "Migrates the database to the schema of this llmp.",
            "",
            "The embedded database and an empty PostgreSQL database are migrated automatically. A"
                    + " PostgreSQL database with tables is migrated by this command only, because others may be"
                    + " using it. Make a backup first: a migration cannot be undone."
        })
final class StoreMigrateCommand implements Callable<Integer> {

    @Option(names = "--force", description = "Migrate even though runs are marked running (their processes are dead).")
    boolean force;

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out();
        try (Application application = Application.forStore()) {
            StoreDatabase database = application.part(StoreDatabase.class);
            StoreInfo before = StoreInfo.of(database);
            if (before.schemaVersion() == StoreDatabase.currentSchemaVersion()) {
                out.println("schema " + before.schemaVersion() + ", up to date");
                return ExitCode.OK;
            }
            requireQuiet(before);
            database.migrate();
            out.println("schema " + database.schemaVersion() + ", was " + before.schemaVersion());
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    private void requireQuiet(StoreInfo info) {
        if (info.holder() != null) {
            throw ProblemException.inUse(
                    "The database is in use by process " + info.holder() + ".", "Wait for it to end.");
        }
        if (info.running() > 0 && !force) {
            throw ProblemException.invalid(
                    info.running() + (info.running() == 1 ? " run is" : " runs are") + " marked as running.",
                    "Wait for them to end, or stop them. If their processes are dead, add --force.");
        }
    }
}
