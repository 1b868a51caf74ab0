package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp status}. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows how a run stands.")
@SuppressWarnings("NullAway.Init")
final class StatusCommand extends ReadingCommand {

    @Parameters(paramLabel = "RUN", description = "The run, the beginning of its name, or 'last'.")
    String run;

    @Override
    void print(Application application, PrintWriter out) {
        Run found = application.part(RunStore.class).get(run);
        if (json) {
            JsonText.array(List.of(JsonText.run(found)).iterator(), out);
            return;
        }
        RunText.summary(found, false, out);
        out.println("input      " + found.identity().input());
        out.println("started    " + RunText.time(found.startedAt()) + ", " + found.executions()
                + (found.executions() == 1 ? " execution" : " executions"));
        if (found.failure() != null) {
            out.println("failure    " + found.failure());
        }
    }
}
