package io.llmp.batch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jspecify.annotations.Nullable;

/**
 * Shows looks at a run as a few lines of a terminal that change on the spot. Between two looks the cursor rests at the
 * first column of the first of them: so all that is left to do when the terminal was resized, and has broken the lines anew,
 * is to clear it from there on.
 *
 * <p>The terminal's modes are never touched, since that would stop a process in the background: of JLine's terminals the
 * plainest serves, which only knows how to write.
 */
final class LiveOutlet implements ProgressOutlet {

    private static final Duration PERIOD = Duration.ofMillis(250);
    /** Beginning of the line, then erase to the end of the screen (ECMA-48, ED). */
    private static final String CLEAR = "\r\u001b[J";

    private final PrintStream err;
    private @Nullable Display display;
    private @Nullable DumbTerminal terminal;
    private Size size = new Size();
    private List<String> shown = List.of();
    private boolean closed;

    LiveOutlet(PrintStream err) {
        this.err = err;
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
        Size now = WindowSize.ofStandardError();
        if (!now.equals(size)) {
            clear();
            size = now;
        }
        shown = ProgressText.lines(look, size.getColumns());
        draw();
    }

    @Override
    public synchronized void say(String words) {
        clear();
        err.println("llmp: " + words);
        draw();
    }

    @Override
    public synchronized void close() {
        clear();
        shown = List.of();
        closed = true;
    }

    private void clear() {
        if (display != null) {
            err.print(CLEAR);
            err.flush();
            display.reset();
        }
    }

    private void draw() {
        if (shown.isEmpty()) {
            return;
        }
        Display lines = display();
        lines.resize(size.getRows(), size.getColumns());
        // Keys that were pressed are echoed where the cursor rests.
        err.print('\r');
        err.flush();
        lines.update(fitted(), 0);
    }

    /** As much as fits: a full last column would move the cursor on, a full screen the first line out of reach. */
    private List<AttributedString> fitted() {
        int count = Math.max(1, Math.min(shown.size(), size.getRows() - 1));
        List<AttributedString> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String line = shown.get(i);
            String cut = line.substring(0, Math.min(line.length(), Math.max(1, size.getColumns() - 1)));
            lines.add(new AttributedString(i + 1 < count ? cut + "\n" : cut));
        }
        return lines;
    }

    private Display display() {
        if (display == null) {
            try {
                terminal = new DumbTerminal(
                        "llmp", System.getenv("TERM"), InputStream.nullInputStream(), err, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            display = new Display(terminal, false);
        }
        return display;
    }
}
