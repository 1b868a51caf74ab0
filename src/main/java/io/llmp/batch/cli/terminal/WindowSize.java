package io.llmp.batch.cli.terminal;

import org.jline.nativ.CLibrary;
import org.jline.terminal.Size;

/** How large the terminal is at this moment. */
public final class WindowSize {

    private static final int STANDARD_ERROR = 2;
    private static final Size USUAL = new Size(80, 24);

    private WindowSize() {}

    /** Asks the terminal behind standard error; one that does not tell is taken to have 80 columns and 24 rows. */
    public static Size ofStandardError() {
        try {
            CLibrary.WinSize window = new CLibrary.WinSize();
            int failed = CLibrary.ioctl(STANDARD_ERROR, CLibrary.TIOCGWINSZ, window);
            return failed != 0 || window.ws_col == 0 || window.ws_row == 0
                    ? USUAL
                    : new Size(window.ws_col, window.ws_row);
        } catch (LinkageError e) {
            // The library cannot be unpacked or loaded, as where /tmp allows no programs.
            return USUAL;
        }
    }
}
