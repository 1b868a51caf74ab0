package io.llmp.batch.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Standard output, which remembers that it could not be written: Java's own keeps silent about that. */
public final class StandardOutput extends OutputStream {

    private final OutputStream target;
    private volatile @Nullable IOException failure;

    StandardOutput(OutputStream target) {
        this.target = target;
    }

    /** Takes the place of the process's standard output. */
    public static StandardOutput install() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        return output;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            target.write(bytes, from, count);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /**
     * Returns the exit code of a command that ended with {@code code}: 1 instead of 0 where its output was lost, with words.
     * A reader that has left, as in {@code llmp runs | head}, is no failure.
     */
    public int conclude(int code, PrintStream err) {
        System.out.flush();
        IOException lost = failure;
        if (lost == null || String.valueOf(lost.getMessage()).contains("Broken pipe")) {
            return code;
        }
        err.println("llmp: Standard output could not be written: " + lost.getMessage() + ".");
        err.println("  Make room, or send it somewhere else, then run the same command again.");
        return code == ExitCode.OK ? ExitCode.FAILED : code;
    }
}
