package io.llmp.batch.cli;

import io.llmp.batch.cli.LlmpProcess.Result;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * One process of the program for all sessions of a JVM: a start and the first commands of a process take some 7 seconds of
 * CPU, and the same commands take one when they come later. It works in one directory, which each test finds empty.
 */
final class SharedProgram {

    /** More than a process of its own has: it keeps what many commands have loaded. */
    private static final String JAVA_OPTIONS = "-Xmx512m --add-opens=java.base/java.lang=ALL-UNNAMED"
            + " --add-opens=java.base/java.util=ALL-UNNAMED " + TestAgent.option(TestAgent.SESSION);

    private static @Nullable SharedProgram current;

    private final Process process;
    private final DataOutputStream commands;
    private final DataInputStream results;

    private SharedProgram(Process process) {
        this.process = process;
        this.commands = new DataOutputStream(process.getOutputStream());
        this.results = new DataInputStream(process.getInputStream());
    }

    /** Made once, removed when the JVM ends. */
    private static final class Directory {

        static final Path PATH = make();

        private static Path make() {
            try {
                // As processes see it: the way to it may have links.
                Path directory = Files.createTempDirectory("llmp-session").toRealPath();
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns where the program works. */
    static Path directory() {
        return Directory.PATH;
    }

    /** Removes all that is in the directory. */
    static void emptyDirectory() throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(directory())) {
            left = files.toList();
        }
        for (Path file : left) {
            FileSystemUtils.deleteRecursively(file);
        }
    }

    /** Executes a command as a process with this environment would; a program that takes too long is ended. */
    static synchronized Result execute(Map<String, String> environment, String... arguments) {
        SharedProgram program = current;
        if (program == null || !program.process.isAlive()) {
            program = new SharedProgram(new LlmpProcess(directory(), Map.of()).startHost(JAVA_OPTIONS));
            current = program;
        }
        return program.send(environment, arguments);
    }

    private Result send(Map<String, String> environment, String... arguments) {
        CompletableFuture<?> impatience = CompletableFuture.runAsync(
                process::destroyForcibly,
                CompletableFuture.delayedExecutor(LlmpProcess.PATIENCE_SECONDS, TimeUnit.SECONDS));
        try {
            commands.writeInt(environment.size());
            for (Map.Entry<String, String> variable : environment.entrySet()) {
                commands.writeUTF(variable.getKey());
                commands.writeUTF(variable.getValue());
            }
            commands.writeInt(arguments.length);
            for (String argument : arguments) {
                commands.writeUTF(argument);
            }
            commands.flush();
            int exit = results.readInt();
            return new Result(exit, text(), text());
        } catch (IOException e) {
            throw new AssertionError("llmp ended, or took too long: " + String.join(" ", arguments), e);
        } finally {
            impatience.cancel(true);
        }
    }

    private String text() throws IOException {
        return new String(results.readNBytes(results.readInt()), StandardCharsets.UTF_8);
    }
}
