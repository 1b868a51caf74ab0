package io.llmp.batch.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Starts the program as a user would: a process of its own, with its own home. */
final class LlmpProcess {

    /** How long a process may take for what it was asked. */
    static final long PATIENCE_SECONDS = 120;

    private static final String HOME = "LLMP_HOME";
    private static final String JAVA_OPTIONS = "-Xmx256m";
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private final Path directory;
    private final Path home;
    private final Map<String, String> environment;

    /** @param directory where the program works; its home is in it */
    LlmpProcess(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.home = directory.resolve("home");
        this.environment = environment;
    }

    /** The first start of all lays the program out and archives its classes, which takes as long as many commands. */
    private static final class Prepared {

        private static final long PATIENCE_SECONDS = 280;

        static {
            try {
                ProcessBuilder builder = new ProcessBuilder(command("--version"))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
                builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
                if (!builder.start().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("llmp was not prepared in " + PATIENCE_SECONDS + " seconds");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        private Prepared() {}

        /** Returns once the program has been prepared; only the first call takes time. */
        static void await() {}
    }

    /** What a process printed and how it ended. */
    record Result(int exit, String out, String err) {}

    /** A process that has not ended yet. */
    record Running(Process process, Path out, Path err) {

        Result await() {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("llmp did not end; it said: " + read(out) + read(err));
                }
                return new Result(process.exitValue(), read(out), read(err));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        /** Presses {@code keys} once the process has asked something that ends with {@code question}. */
        Result answer(String question, String keys) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                    .until(() -> !process.isAlive() || read(out).contains(question));
            try {
                process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(read(out), e);
            }
            return await();
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns once the program is laid out and its classes are archived, for all starts. */
    static void prepare() {
        Prepared.await();
    }

    Path home() {
        return home;
    }

    Result run(String... arguments) {
        return start(arguments).await();
    }

    Running start(String... arguments) {
        return start(command(arguments));
    }

    /** Starts one that dies at a {@link FaultPoint}. */
    Running startToDie(String point, String... arguments) {
        return start(
                command(arguments),
                JAVA_OPTIONS + " " + TestAgent.option("fault-point") + " -Dllmp.test.die-at=" + point);
    }

    /** Returns commands in the shared process with this one's home and environment. */
    LlmpSession session() {
        if (!directory.equals(SharedProgram.directory())) {
            throw new IllegalStateException("sessions work in a directory with @SessionDirectory, not in " + directory);
        }
        Map<String, String> variables = new HashMap<>(environment);
        variables.putIfAbsent(HOME, home.toString());
        return new LlmpSession(variables);
    }

    /** Starts one that executes command after command, for {@link SharedProgram}. */
    Process startHost(String javaOptions) {
        Prepared.await();
        try {
            return builder(command(), javaOptions)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the template of {@link Samples} registered, as {@code job apply} would, without another start. */
    void applyTemplate() {
        PreparedHome.copyTo(home);
    }

    /** Starts on a pseudo-terminal of its own, whose text is what it printed, and whose keys are what is written to it. */
    Running startOnTerminal(int columns, int rows, String... arguments) {
        String quoted =
                command(arguments).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        String sized = "stty cols " + columns + " rows " + rows + "; " + quoted;
        return start(List.of("script", "-qec", sized, "/dev/null"));
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of("scripts/llmp").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private Running start(List<String> command) {
        return start(command, JAVA_OPTIONS);
    }

    private Running start(List<String> command, String javaOptions) {
        Prepared.await();
        try {
            Path out = Files.createTempFile(directory, "out", ".txt");
            Path err = Files.createTempFile(directory, "err", ".txt");
            Process process = builder(command, javaOptions)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new Running(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(List<String> command, String javaOptions) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("OPENAI_") || name.startsWith("ANTHROPIC_") || name.startsWith("LLMP_"));
        builder.environment().put(HOME, home.toString());
        builder.environment().put("LLMP_JAVA_OPTS", javaOptions);
        builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
        builder.environment().putAll(environment);
        return builder;
    }
}
