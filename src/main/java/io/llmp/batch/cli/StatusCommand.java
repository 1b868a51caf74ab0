package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmp status}. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows how a run stands.")
@SuppressWarnings("NullAway.Init")
final class StatusCommand extends ReadingCommand {

    @Parameters(paramLabel = "RUN", description = "The run, the beginning of its name, or 'last'.")
    String run;

    @Override
    void print(Application application, PrintWriter out) {
        Run found = application.part(RunStore.class).get(run);
        Integer active = Staleness.of(application.part(TemplateRegistry.class)).active(found);
        if (json) {
            ObjectNode object = JsonText.run(found).put("stale", active != null);
            JsonText.array(List.of(object).iterator(), out);
            return;
        }
        RunText.summary(found, false, out);
        out.println("input      " + found.identity().input());
        out.println("started    " + RunText.time(found.startedAt()) + ", " + found.executions()
                + (found.executions() == 1 ? " execution" : " executions"));
        if (active != null) {
            out.println("stale      version " + found.identity().provenance().version()
                    + " is no longer active; version " + active + " is");
        }
        if (found.failure() != null) {
            out.println("failure    " + found.failure());
        }
    }
}
