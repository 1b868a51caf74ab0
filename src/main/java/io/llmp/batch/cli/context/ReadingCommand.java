package io.llmp.batch.cli.context;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command that only reads: a table, or JSON. */
public abstract class ReadingCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print a JSON array, newest first.")
    protected boolean json;

    @Override
    public final Integer call() throws InterruptedException {
        int code = prepare();
        PrintWriter out = Terminal.out();
        try (Application application = Application.forReading()) {
            print(application, out);
            return code;
        } finally {
            out.flush();
        }
    }

    /** Does what comes before the printing, and returns the exit code. */
    protected int prepare() throws InterruptedException {
        return ExitCode.OK;
    }

    protected abstract void print(Application application, PrintWriter out);
}
