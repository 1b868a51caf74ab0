package io.llmp.batch.cli.run;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.option.ReasonMixin;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunStore;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that tells a run to end, whichever process works on it. */
@SuppressWarnings("NullAway.Init")
public abstract class RunSignalCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The run: its name, the beginning of it, or 'last'.")
    String run;

    @Mixin
    ReasonMixin reason;

    @Override
    public final Integer call() {
        PrintWriter out = Terminal.out();
        try (Application application = Application.forReading()) {
            Run found = application.part(RunStore.class).get(run);
            give(application, found, new RunOrder(kind(), reason.text), out);
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    /** Signals a run, and prints what happens to it. */
    public static void give(Application application, Run run, RunOrder order, PrintWriter out) {
        boolean asked = application
                .part(RunStore.class)
                .order(run.id(), order, application.part(InstantSource.class).instant());
        String status = order.kind().status().name().toLowerCase(Locale.ROOT);
        out.println(
                asked
                        ? "run " + run.id() + "  will be " + status + " once its calls in flight are answered, by "
                                + run.place()
                        : "run " + run.id() + "  " + status);
    }

    /** What to tell it. */
    abstract RunOrder.Kind kind();
}
