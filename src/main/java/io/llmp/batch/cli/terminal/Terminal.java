package io.llmp.batch.cli.terminal;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help;

/** The streams of the process and what may be done with them. */
public final class Terminal {

    private Terminal() {}

    /** Whether progress may move on the spot: standard error is a terminal, and neither NO_COLOR nor a dumb terminal forbids. */
    public static boolean isLive() {
        return isTerminal() && allowsDecoration();
    }

    /** Whether there is a terminal at all. The launcher says so, because the JVM only knows it of all streams together. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("llmp.terminal");
    }

    /** Whether somebody can be asked; the launcher says so likewise. */
    public static boolean isInteractive() {
        return Boolean.getBoolean("llmp.interactive");
    }

    private static boolean allowsDecoration() {
        String noColor = System.getenv("NO_COLOR");
        String type = System.getenv("TERM");
        return (noColor == null || noColor.isEmpty()) && type != null && !type.isEmpty() && !type.equals("dumb");
    }

    public static Help.ColorScheme colours() {
        return Help.defaultColorScheme(isLive() ? Help.Ansi.AUTO : Help.Ansi.OFF);
    }

    /** Standard output for data, in UTF-8; what would control a terminal is shown as an escape. */
    public static PrintWriter out() {
        return new PrintWriter(new VisibleWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)), false);
    }

    /** Standard error for progress and problems, in UTF-8. */
    public static PrintStream err() {
        return new PrintStream(System.err, true, StandardCharsets.UTF_8);
    }
}
