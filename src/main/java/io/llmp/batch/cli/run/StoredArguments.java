package io.llmp.batch.cli.run;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.spec.RunSpec;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command line that a version before {@link RunSpec} kept with a run. It is parsed once, when the run is continued by its
 * name, and a spec takes its place.
 *
 * @param directory the working directory of then, which relative paths begin at
 * @param arguments what followed {@code llmp run}
 */
public record StoredArguments(String directory, List<String> arguments) {

    public StoredArguments {
        arguments = List.copyOf(arguments);
    }

    /**
     * Returns what was asked of {@code run}: its spec, or where it has none yet, the one that takes its arguments' place.
     *
     * @throws ProblemException when the run was never started, or what was kept of it cannot be read
     */
    public static RunSpec spec(Run run, RunStore runs) {
        return RunSpec.of(run.id(), runs).orElseGet(() -> read(arguments(run, runs), run));
    }

    private static String arguments(Run run, RunStore runs) {
        return runs.arguments(run.id())
                .orElseThrow(() -> ProblemException.invalid(
                        "The command of run " + run.id() + " is not known: the run was never started.",
                        "Run its command again to start it."));
    }

    /** Returns the spec that takes the place of {@code kept}, the arguments of {@code run} as they are stored. */
    static RunSpec read(String kept, Run run) {
        try {
            return JsonMapper.shared()
                    .readValue(kept, StoredArguments.class)
                    .parse()
                    .keptWith(run);
        } catch (JacksonException e) {
            throw ProblemException.failed(
                    "The stored command of run " + run.id() + " cannot be read.",
                    "Run its command again to continue.",
                    e);
        }
    }

    private RunSpec parse() {
        RunCommand command = RunCommand.parse(arguments);
        command.input = Path.of(directory).resolve(command.input).toString();
        command.output = Path.of(directory).resolve(command.output).toString();
        return command.toSpec();
    }
}
