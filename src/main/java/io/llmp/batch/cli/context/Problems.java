package io.llmp.batch.cli.context;

import io.llmp.batch.cli.terminal.CommandVocabulary;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.problem.Causes;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Visible;
import io.llmp.batch.store.StoreDatabase;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The one place that turns what went wrong into words and an exit code. */
public final class Problems implements CommandLine.IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine command, CommandLine.ParseResult arguments) {
        PrintStream err = Terminal.err();
        ProblemException problem = find(e);
        if (problem == null) {
            LoggerFactory.getLogger(Problems.class).error("Unexpected failure", e);
            err.println("llmp: An internal error occurred.");
            err.println(
                    "  logs/llmp.log under LLMP_HOME has the details; please report them. Every answer so far is kept.");
            return ExitCode.FAILED;
        }
        err.println("llmp: " + shown(problem.problem()));
        err.println("  " + shown(problem.remedy()));
        return switch (problem.kind()) {
            case INVALID -> ExitCode.INVALID;
            case FAILED -> ExitCode.FAILED;
            case IN_USE -> ExitCode.IN_USE;
        };
    }

    /** Returns {@code message} in the words of the command line, safe to print. */
    public static String shown(String message) {
        return Visible.indented(CommandVocabulary.INSTANCE.worded(message));
    }

    /** Frameworks wrap what goes wrong while they start beans. */
    private static @Nullable ProblemException find(Throwable e) {
        return Causes.first(e, ProblemException.class).orElseGet(() -> StoreDatabase.outage(e));
    }
}
