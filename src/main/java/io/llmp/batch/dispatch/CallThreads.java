package io.llmp.batch.dispatch;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for models, kept for reuse. Platform threads also where the JVM has virtual ones: those save memory
 * where there are many more threads than slots ever are, and cost a call 60 to 100 µs more of CPU (JDK 25, 64 calls in
 * flight, 900 a second), because each wait goes through a poller and a scheduler of the JVM.
 */
final class CallThreads {

    private static final int STACK_BYTES = 256 * 1024;

    private CallThreads() {}

    static ExecutorService open() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(null, task, "call-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }
}
