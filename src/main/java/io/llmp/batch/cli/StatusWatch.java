package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Looks at a run again and again until nobody works on it any more. */
final class StatusWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 1000;

    /** The process that serves an embedded database may end between two looks; then this one opens it itself. */
    private static final int ATTEMPTS = 10;

    private final String run;
    private @Nullable Application application;

    /** @param run the run, the beginning of its name, or {@code last} */
    StatusWatch(String run) {
        this.run = run;
    }

    /**
     * Shows the run to {@code looks} once a second, and returns it as it is when it has ended.
     *
     * @throws InterruptedException when told to end
     */
    Run untilEnded(Consumer<Run> looks) throws InterruptedException {
        Run found = look(run);
        while (found.status() == RunStatus.RUNNING) {
            looks.accept(found);
            Thread.sleep(LOOK_MILLIS);
            // By its whole name: 'last' may mean another by now.
            found = look(found.id().value());
        }
        return found;
    }

    private Run look(String name) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                if (application == null) {
                    application = Application.forReading();
                }
                return application.part(RunStore.class).get(name);
            } catch (DataAccessException e) {
                close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    @Override
    public void close() {
        if (application != null) {
            application.close();
            application = null;
        }
    }

    /** Prints what changed from look to look: a line that moves on a terminal, else a plain line every ten seconds. */
    static final class Printer implements Consumer<Run> {

        private static final int PLAIN_LOOKS = 10;

        private final PrintStream err;
        private final boolean live = Terminal.isLive();
        private long looks;
        private long before = -1;

        Printer(PrintStream err) {
            this.err = err;
        }

        @Override
        public void accept(Run run) {
            long done = run.counts().done();
            before = before < 0 ? done : before;
            double perSecond = looks == 0 ? 0 : (done - before) * 1000.0 / (looks * LOOK_MILLIS);
            if (live) {
                err.print("\r\u001b[K" + line(run, perSecond));
                err.flush();
            } else if (looks % PLAIN_LOOKS == 0) {
                err.println("llmp: " + line(run, perSecond));
            }
            looks++;
        }

        private static String line(Run run, double perSecond) {
            Long items = run.items();
            long left = items == null ? 0 : items - run.counts().done();
            String eta =
                    perSecond > 0 ? ", " + Durations.text(Duration.ofSeconds((long) (left / perSecond))) + " left" : "";
            return "run " + run.id() + ": " + RunText.items(run)
                    + String.format(Locale.ROOT, ", %.1f rows/s%s", perSecond, eta);
        }

        /** Takes a moving line off the terminal. */
        void end() {
            if (live) {
                err.print("\r\u001b[K");
                err.flush();
            }
        }
    }
}
