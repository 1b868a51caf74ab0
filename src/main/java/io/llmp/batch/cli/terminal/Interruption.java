package io.llmp.batch.cli.terminal;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Makes SIGTERM, SIGHUP and Ctrl-C end a run as a stop does, and the second of them at once: either way the process ends
 * by its command's own end, in good order and with the command's exit code.
 */
public final class Interruption {

    private static final List<String> SIGNALS = List.of("TERM", "HUP", "INT");

    private Interruption() {}

    /**
     * Takes the signals over, for as long as the process lives.
     *
     * @param first what the first signal does
     * @param second what every further one does
     */
    public static void onSignal(Runnable first, Runnable second) {
        AtomicBoolean signalled = new AtomicBoolean();
        Runnable handler = () -> {
            if (signalled.compareAndSet(false, true)) {
                first.run();
            } else {
                second.run();
            }
        };
        SIGNALS.forEach(signal -> Signals.register(signal, handler));
    }
}
