package io.llmp.batch.cli.run;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.run.RunResult;
import io.llmp.batch.run.spec.RunSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A small run before the real one, whose answers that one takes over. A run like any other, with a key of its own. */
final class Probe {

    static final String RUN_KEY = "probe";

    private Probe() {}

    /** Asks about the first rows of what {@code command} is to estimate; tells on standard error how that went. */
    static RunResult run(EstimateCommand command, int rows) {
        RunSpec spec = RunCommand.parse(arguments(command, rows)).toSpec();
        RunResult report = RunSession.run(spec).report();
        if (report.run().status() == RunStatus.COMPLETED) {
            Terminal.err()
                    .println("llmp: sent the first "
                            + Figures.rows(report.run().counts().done()) + ", cost: "
                            + RunText.cost(report.run()) + " (run "
                            + report.run().id() + ")");
        } else {
            RunSession.explain(report, Terminal.err());
        }
        return report;
    }

    private static List<String> arguments(EstimateCommand command, int rows) {
        Path output = Application.home().toAbsolutePath().resolve("probes").resolve(name(command.template) + ".csv");
        List<String> arguments = new ArrayList<>(List.of(
                command.template,
                "--output=" + output,
                "--overwrite",
                "--mkdir",
                "--limit=" + (command.limit == null ? rows : Math.min(rows, command.limit)),
                "--run-key=" + RUN_KEY));
        CommandSpec run = CommandSpec.forAnnotatedObject(new RunCommand());
        for (OptionSpec option : command.spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (!name.equals("--limit") && run.findOption(name) != null) {
                boolean flag = option.arity().max() == 0;
                option.originalStringValues().forEach(value -> arguments.add(flag ? name : name + "=" + value));
            }
        }
        return arguments;
    }

    private static String name(String template) {
        return template.replaceAll("@.*", "").replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
