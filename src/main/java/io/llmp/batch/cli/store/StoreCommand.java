package io.llmp.batch.cli.store;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code llmp store}. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = {
            "Inspects and maintains the database.",
            "",
            "It is embedded, under LLMP_HOME, unless LLMP_STORE_URL (or llmp.store.url in the"
                    + " configuration) names a PostgreSQL database, as in jdbc:postgresql://HOST/DATABASE, with"
                    + " LLMP_STORE_USER and LLMP_STORE_PASSWORD or LLMP_STORE_PASSWORD_FILE."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp store info",
            "  llmp store backup llmp-2026-03-01.zip",
            "  llmp store prune --before 90d --dry-run"
        },
        subcommands = {
            StoreInfoCommand.class,
            StoreMigrateCommand.class,
            StorePruneCommand.class,
            StoreBackupCommand.class,
            StoreRestoreCommand.class,
            StoreRepairCommand.class
        })
public final class StoreCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command.");
    }
}
