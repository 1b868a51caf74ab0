package io.llmp.batch.cli.store;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.record.RecordRepair;
import io.llmp.batch.store.StoreRepair;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code llmp store repair}. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = {
            "Repairs an embedded database that is damaged, without what cannot be read.",
            "",
            "Restore a backup instead if there is one. A copy of the files is left in store.damaged.N under LLMP_HOME."
                    + " The commands of the runs that lost answers send their rows, and pay for them, again."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp store repair --accept-loss")
final class StoreRepairCommand implements Callable<Integer> {

    @Option(names = "--accept-loss", required = true, description = "Continue without what cannot be read.")
    boolean acceptLoss;

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out();
        Optional<StoreRepair> repair = StoreRepair.acceptLoss(Application.home());
        try (Application application = Application.forReading()) {
            long left = application.part(RecordRepair.class).dropDamaged();
            long lost = Math.max(0, repair.map(StoreRepair::records).orElse(0L) - left);
            out.println("The database is repaired: " + lost + (lost == 1 ? " answer is" : " answers are") + " lost, "
                    + left + " kept.");
            repair.ifPresent(done -> out.println("Its files as they were are in " + done.copy() + "."));
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }
}
