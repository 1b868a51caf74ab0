package io.llmp.batch.export.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultRow;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.InputFormat;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.parquet.ParquetFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the file, nor with its row groups, with an offset index or without. */
class ParquetMemoryIT {

    private static final int ROWS = 200_000;
    private static final long ROW_GROUP_BYTES = 100L << 20;

    @TempDir
    static Path directory;

    @Test
    void copiesARowGroupLargerThanTheHeap() throws Exception {
        Path file = ParquetFiles.writeOneRowGroup(directory.resolve("large.parquet"), ROWS, 600);
        Path old = ParquetFiles.withoutOffsetIndex(file, directory.resolve("old.parquet"));
        assertThat(Files.size(file)).isGreaterThan(ROW_GROUP_BYTES);

        assertThat(copyInAJvmOf("64m", file, directory.resolve("copy.parquet"))).isEqualTo("200000 of 200000\n");
        assertThat(copyInAJvmOf("64m", old, directory.resolve("old-copy.parquet")))
                .isEqualTo("200000 of 200000\n");
    }

    private static String copyInAJvmOf(String heap, Path from, Path to) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Copy.class.getName(),
                        from.toString(),
                        to.toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        return text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
    }

    /** Copies one file to another and prints how many rows of how many went through. */
    static final class Copy {

        private Copy() {}

        public static void main(String[] args) throws Exception {
            Path from = Path.of(args[0]);
            InputFormat format = ParquetFiles.format();
            FileIndex index = format.index(from, InputOptions.DEFAULT);
            ResultSchema schema = new ResultSchema(format.schema(from, InputOptions.DEFAULT), List.of());
            long rows = 0;
            try (ItemCursor cursor = format.open(
                            from, InputOptions.DEFAULT, index.marks().get(0), 0);
                    ResultFormat.Writer writer =
                            new ParquetResultFormat().open(Files.newOutputStream(Path.of(args[1])), schema)) {
                for (Item item = cursor.next(); item != null; item = cursor.next()) {
                    writer.write(new ResultRow(item.values(), null, "SUCCEEDED", null));
                    rows++;
                }
            }
            System.out.println(rows + " of " + index.rows());
        }
    }
}
