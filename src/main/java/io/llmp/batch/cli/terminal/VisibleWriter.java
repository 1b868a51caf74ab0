package io.llmp.batch.cli.terminal;

import io.llmp.batch.problem.Visible;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Writes text so that no character of it can control the terminal. */
final class VisibleWriter extends FilterWriter {

    VisibleWriter(Writer target) {
        super(target);
    }

    @Override
    public void write(int c) throws IOException {
        out.write(Visible.of(String.valueOf((char) c)));
    }

    @Override
    public void write(char[] text, int from, int count) throws IOException {
        out.write(Visible.of(new String(text, from, count)));
    }

    @Override
    public void write(String text, int from, int count) throws IOException {
        out.write(Visible.of(text.substring(from, from + count)));
    }
}
