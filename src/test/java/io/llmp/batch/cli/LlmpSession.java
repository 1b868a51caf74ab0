package io.llmp.batch.cli;

import io.llmp.batch.cli.LlmpProcess.Result;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Commands one after the other in one process of the program, for tests of what they do and say: each start costs two
 * seconds of CPU. How the program starts and ends is for {@link LlmpProcess}.
 */
final class LlmpSession implements AutoCloseable {

    private final Process process;
    private final DataOutputStream commands;
    private final DataInputStream results;

    /** @param process a program that serves as {@link CommandHost} */
    LlmpSession(Process process) {
        this.process = process;
        this.commands = new DataOutputStream(process.getOutputStream());
        this.results = new DataInputStream(process.getInputStream());
    }

    Result run(String... arguments) {
        CompletableFuture<?> impatience = CompletableFuture.runAsync(
                process::destroyForcibly,
                CompletableFuture.delayedExecutor(LlmpProcess.PATIENCE_SECONDS, TimeUnit.SECONDS));
        try {
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

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
