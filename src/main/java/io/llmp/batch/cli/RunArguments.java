package io.llmp.batch.cli;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a run was asked for on the command line, kept with the run so that it can be gone on with by its name alone.
 *
 * @param directory the working directory of then, which relative paths begin at
 * @param arguments what followed {@code llmp run}
 */
record RunArguments(String directory, List<String> arguments) {

    private static final JsonMapper JSON = JsonMapper.shared();

    RunArguments {
        arguments = List.copyOf(arguments);
    }

    /** Returns what {@code command} was given. */
    static RunArguments of(RunCommand command) {
        List<String> all = command.spec.root().commandLine().getParseResult().originalArgs();
        return new RunArguments(
                Path.of("").toAbsolutePath().toString(), all.subList(all.indexOf(RunCommand.NAME) + 1, all.size()));
    }

    /** Returns what a run was asked for with when it was last begun. */
    static RunArguments of(Run run, RunStore runs) {
        String kept = runs.options(run.id())
                .orElseThrow(() -> ProblemException.invalid(
                        "The command of run " + run.id() + " is not known: the run was never started.",
                        "Run its command again to start it."));
        try {
            return JSON.readValue(kept, RunArguments.class);
        } catch (JacksonException e) {
            throw ProblemException.failed(
                    "The stored command of run " + run.id() + " cannot be read.",
                    "Run its command again to continue.",
                    e);
        }
    }

    /** Returns the command as it would be parsed now. */
    RunCommand parse() {
        List<String> all = new ArrayList<>(List.of(RunCommand.NAME));
        all.addAll(arguments);
        return (RunCommand) Llmp.commands()
                .parseArgs(all.toArray(String[]::new))
                .subcommand()
                .commandSpec()
                .userObject();
    }

    String text() {
        return JSON.writeValueAsString(this);
    }

    /**
     * Returns the command again, for exactly the template version and the provider of {@code run}, whatever the environment
     * and the configuration say by now.
     */
    RunCommand command(Run run) {
        RunCommand command = parse();
        command.template = RunText.reference(run);
        command.providerMixin.provider = run.identity().provenance().provider();
        command.input = Path.of(directory).resolve(command.input).toString();
        command.output = Path.of(directory).resolve(command.output);
        command.rerun = false;
        return command;
    }
}
