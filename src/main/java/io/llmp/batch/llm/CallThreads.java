package io.llmp.batch.llm;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that wait for models: virtual where the JVM has them, else platform threads kept for reuse. */
final class CallThreads {

    private CallThreads() {}

    static ExecutorService open() {
        try {
            // Java 21 and newer; the code is compiled for 17.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return Executors.newCachedThreadPool(platformThreads());
        }
    }

    private static ThreadFactory platformThreads() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(null, task, "call-" + number.incrementAndGet(), 256 * 1024);
            thread.setDaemon(true);
            return thread;
        };
    }
}
