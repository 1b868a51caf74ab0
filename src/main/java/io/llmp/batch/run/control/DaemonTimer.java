package io.llmp.batch.run.control;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Makes timers for what happens beside a run, whose threads keep no process alive. */
public final class DaemonTimer {

    private DaemonTimer() {}

    /**
     * Returns a timer with one thread, which begins with its first task.
     *
     * @param name the name of the thread
     */
    public static ScheduledExecutorService named(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
