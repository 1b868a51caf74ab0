package io.llmp.batch.cli;

import io.llmp.batch.cli.LlmpProcess.Result;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Commands one after the other in the process that {@link SharedProgram} keeps, for tests of what commands do and say. How
 * the program starts and ends, and what several of its processes do at once, is for {@link LlmpProcess}.
 *
 * @param environment what is set for each of the commands, {@code LLMP_HOME} among it
 */
record LlmpSession(Map<String, String> environment) {

    LlmpSession {
        environment = Map.copyOf(environment);
    }

    Result run(String... arguments) {
        return SharedProgram.execute(environment, arguments);
    }

    /** Starts a command beside which the test does something; the next one of a session waits until it has ended. */
    CompletableFuture<Result> start(String... arguments) {
        return CompletableFuture.supplyAsync(() -> run(arguments), runnable -> new Thread(runnable, "session").start());
    }
}
