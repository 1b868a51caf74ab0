package io.llmp.batch.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jline.terminal.Size;

/**
 * Shows looks at a run as a few lines of a terminal that change on the spot. Between two looks the cursor rests at the
 * first column of the first of them: so all that is left to do when the terminal was resized, and has broken the lines anew,
 * is to clear it from there on.
 *
 * <p>All lines are written again for each look, in one piece. What changed alone would be less, but goes wrong for good when
 * a key is pressed, which the terminal echoes in between; and so the terminal's modes, which a process in the background is
 * stopped for changing, need not be touched.
 */
final class LiveOutlet implements ProgressOutlet {

    private static final Duration PERIOD = Duration.ofMillis(250);
    /** Erases from the cursor to the end of the line, and of the screen (ECMA-48, EL and ED). */
    private static final String REST_OF_LINE = "\u001b[K";

    private static final String REST_OF_SCREEN = "\u001b[J";

    private final PrintStream err;
    private final Supplier<Size> window;
    private Size size = new Size();
    private List<String> shown = List.of();
    private boolean closed;

    /** @param window tells how large the terminal is at the moment */
    LiveOutlet(PrintStream err, Supplier<Size> window) {
        this.err = err;
        this.window = window;
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public synchronized void show(Look look) {
        if (closed) {
            return;
        }
        Size now = window.get();
        String before = now.equals(size) ? "" : cleared();
        size = now;
        shown = ProgressText.lines(look, size.getColumns());
        write(before + drawn());
    }

    @Override
    public synchronized void say(String words) {
        write(cleared() + "llmp: " + words + "\n" + drawn());
    }

    @Override
    public synchronized void close() {
        write(cleared());
        shown = List.of();
        closed = true;
    }

    private void write(String text) {
        err.print(text);
        err.flush();
    }

    private String cleared() {
        return shown.isEmpty() ? "" : "\r" + REST_OF_SCREEN;
    }

    /** As much as fits: a full last column would move the cursor on, a full screen the first line out of reach. */
    private String drawn() {
        int count = Math.min(shown.size(), Math.max(1, size.getRows() - 1));
        int columns = Math.max(1, size.getColumns() - 1);
        StringBuilder text = new StringBuilder();
        for (String line : shown.subList(0, count)) {
            text.append(text.isEmpty() ? "\r" : "\n");
            text.append(line, 0, Math.min(line.length(), columns)).append(REST_OF_LINE);
        }
        if (count > 0) {
            text.append(REST_OF_SCREEN).append('\r');
        }
        // To the first line again (ECMA-48, CUU).
        return count > 1 ? text + "\u001b[" + (count - 1) + "A" : text.toString();
    }
}
