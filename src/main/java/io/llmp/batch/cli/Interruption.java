package io.llmp.batch.cli;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Makes SIGTERM and Ctrl-C end a run as a stop does: what is in flight is answered and kept, and the exit code is that of
 * the command rather than of the signal.
 */
final class Interruption {

    private static volatile @Nullable Interruption current;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int code;

    private Interruption() {}

    /** Has {@code stop} run when the process is asked to end; the process then ends as soon as its command has. */
    static void onSignal(Runnable stop) {
        Interruption interruption = new Interruption();
        current = interruption;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.end(stop), "interruption"));
    }

    /** Says that the command has ended, with this exit code. */
    static void finished(int code) {
        Interruption interruption = current;
        if (interruption != null) {
            interruption.code = code;
            interruption.finished.countDown();
        }
    }

    private void end(Runnable stop) {
        if (finished.getCount() > 0) {
            stop.run();
            try {
                finished.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(code);
        }
    }
}
