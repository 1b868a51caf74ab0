package io.llmp.batch.cli.progress;

import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.terminal.Verbosity;
import io.llmp.batch.cli.terminal.WindowSize;
import java.io.PrintStream;
import java.time.Duration;

/** Where looks at a run are shown, and what is said meanwhile. Safe for use by many threads. */
public interface ProgressOutlet extends AutoCloseable {

    /** How often there should be a look. */
    Duration period();

    /** Shows a look, in the place of the one before where that can be. */
    void show(Look look);

    /** Says something that stays, as a line of its own. */
    void say(String words);

    /** Is told of the last look of all. */
    default void end(Look last) {}

    /** Takes away what does not stay; a look that comes later is not shown. */
    @Override
    default void close() {}

    /**
     * Returns what fits {@code err}: lines of JSON if they are wanted, a view on a terminal, else plain lines.
     *
     * @param json whether a machine reads it
     */
    static ProgressOutlet of(PrintStream err, boolean json) {
        if (json) {
            return new JsonOutlet(err);
        }
        // The log's lines on the same terminal would tear a view apart.
        return Terminal.isLive() && !Verbosity.isVerbose()
                ? new LiveOutlet(err, WindowSize::ofStandardError)
                : new PlainOutlet(err);
    }

    /** A line every ten seconds. */
    record PlainOutlet(PrintStream err) implements ProgressOutlet {

        @Override
        public Duration period() {
            return Duration.ofSeconds(10);
        }

        @Override
        public void show(Look look) {
            err.println("llmp: " + ProgressText.line(look));
        }

        @Override
        public void say(String words) {
            err.println("llmp: " + words);
        }
    }

    /** An object a line, every second. */
    record JsonOutlet(PrintStream err) implements ProgressOutlet {

        @Override
        public Duration period() {
            return Duration.ofSeconds(1);
        }

        @Override
        public void show(Look look) {
            err.println(ProgressJson.of(look));
        }

        @Override
        public void end(Look last) {
            show(last);
        }

        @Override
        public void say(String words) {
            err.println(ProgressJson.message(words));
        }
    }
}
