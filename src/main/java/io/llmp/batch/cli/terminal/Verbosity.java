package io.llmp.batch.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How much the process says, and how it writes its log: the same for all its commands. */
public final class Verbosity {

    /** How lines of the log are written. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    private static volatile boolean quiet;
    private static volatile boolean verbose;
    private static volatile LogFormat logFormat = LogFormat.TEXT;

    private Verbosity() {}

    /**
     * Decides for the rest of the process.
     *
     * @param beQuiet say nothing about what goes well
     * @param beVerbose write the log, in more detail, to standard error as well
     */
    public static void set(boolean beQuiet, boolean beVerbose, LogFormat format) {
        quiet = beQuiet;
        verbose = beVerbose;
        logFormat = format;
    }

    /** Whether nothing is to be said about what goes well. */
    public static boolean isQuiet() {
        return quiet;
    }

    /** Whether the log is written to standard error as well. */
    public static boolean isVerbose() {
        return verbose;
    }

    /** Returns the configuration that makes the log as wanted. */
    public static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("llmp.log.format", logFormat.name().toLowerCase(Locale.ROOT));
        if (verbose) {
            settings.put("llmp.log.terminal", "DEBUG");
            settings.put("logging.level.io.llmp", "DEBUG");
        }
        return settings;
    }

    /** Has every line of the log name {@code run} from now on. */
    public static void logRun(String run) {
        ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
        if (loggers instanceof ch.qos.logback.classic.LoggerContext context) {
            context.putProperty("run", run);
        }
    }
}
