package io.llmp.batch.cli.context;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.problem.Nearest;
import io.llmp.batch.record.Outcome;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a command line that makes no sense: what is wrong with it, what was probably meant, and where the help is. */
public final class UsageErrorHandler implements CommandLine.IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        List<String> unmatched = unmatched(e);
        PrintStream err = Terminal.err();
        err.println("llmp: " + problem(e, spec, unmatched));
        unmatched.stream()
                .limit(1)
                .flatMap(word -> meant(word, spec).stream())
                .forEach(name -> err.println("  Did you mean '" + name + "'?"));
        if (unmatched.isEmpty() && e.getArgSpec() == null && !spec.subcommands().isEmpty()) {
            // Who gave no command at all is looking for what there is.
            e.getCommandLine().usage(err);
        } else {
            err.println("  See '" + spec.qualifiedName() + " --help'.");
        }
        return ExitCode.INVALID;
    }

    /** A misspelt option is also a missing one, which the parser notices first. */
    private static List<String> unmatched(ParameterException e) {
        return e instanceof UnmatchedArgumentException unknown
                ? unknown.getUnmatched()
                : e.getCommandLine().getUnmatchedArguments();
    }

    private static String problem(ParameterException e, CommandSpec spec, List<String> unmatched) {
        if (unmatched.isEmpty()) {
            return isWrongValue(e) ? wrongValue(e.getArgSpec(), e.getValue()) : String.valueOf(e.getMessage());
        }
        String word = unmatched.get(0);
        if (word.startsWith("-")) {
            return "There is no option '" + option(word) + "' here.";
        }
        return spec.subcommands().isEmpty() || !spec.positionalParameters().isEmpty()
                ? "Unexpected argument '" + word + "'."
                        + (spec.findOption("--input") == null
                                ? ""
                                : " For several files, quote a pattern: --input '*.csv'.")
                : "There is no command '" + word + "'.";
    }

    /** The parser names the value only where it is the value that is wrong. */
    private static boolean isWrongValue(ParameterException e) {
        return e.getArgSpec() != null && e.getValue() != null && !(e instanceof MissingParameterException);
    }

    private static String wrongValue(ArgSpec argument, String value) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        Class<?> type = argument.typeInfo().isMap() ? Map.class : argument.auxiliaryTypes()[0];
        if (type == boolean.class || type == Boolean.class) {
            return name + " takes no value, but '" + value + "' was given.";
        }
        String words = WrongValue.ofOption(name, value, type);
        return type == Outcome.Status.class ? words + " Rows without an answer are 'skipped'." : words;
    }

    private static String option(String word) {
        return word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    }

    private static Optional<String> meant(String word, CommandSpec spec) {
        List<String> names = new ArrayList<>(spec.subcommands().keySet());
        names.addAll(spec.optionsMap().keySet());
        return Nearest.to(option(word), names);
    }
}
