package io.llmp.batch.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What datasets of two files do, whatever the format of the files. */
public abstract class FileDatasetContract extends DatasetContract {

    @TempDir
    private Path dir;

    private int rows;

    protected abstract InputFormat format();

    /** Writes a row of {@link #NUMBER} and of {@code text} for each number from {@code from} until {@code end}. */
    protected abstract void write(Path file, int from, int end, String text) throws IOException;

    @Override
    protected void make(int count) throws IOException {
        rows = count;
        write(file("a"), 0, rows / 3, "text");
        write(file("b"), rows / 3, rows, "text");
    }

    @Override
    protected void change() throws IOException {
        Path last = file("b");
        Files.delete(last);
        write(last, rows / 3, rows, "another text");
        // Clocks of file systems may be slow.
        Files.setLastModifiedTime(last, FileTime.fromMillis(1));
    }

    @Override
    protected Dataset open() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        return open(here.relativize(dir).toString());
    }

    @Override
    protected Dataset open(String name) throws IOException {
        return new Datasets(List.of(format())).open(name, InputOptions.DEFAULT);
    }

    private Path file(String name) {
        return dir.resolve(name + "." + format().extensions().iterator().next());
    }
}
