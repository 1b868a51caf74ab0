package io.llmp.batch.input.found;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Recognizes the directories of tables whose files hold removed rows too: only a table's log says which of them count. */
final class TableDirectory {

    private TableDirectory() {}

    /** Refuses {@code directory} when it is a table of Delta Lake, Apache Iceberg or Apache Hudi. */
    static void refuse(Path directory) throws IOException {
        String kind = kind(directory);
        if (kind != null) {
            throw ProblemException.invalid(
                    directory + " is " + kind + " table: its files hold rows that were removed or replaced, too.",
                    "Have the table's own engine write its rows as Parquet files into another directory, and give that.");
        }
    }

    /** Refuses the directories from that of {@code file} up to {@code base}. */
    static void refuseAbove(Path file, Path base) throws IOException {
        for (Path parent = file.getParent(); parent != null && parent.startsWith(base); parent = parent.getParent()) {
            refuse(parent);
        }
    }

    private static @Nullable String kind(Path directory) throws IOException {
        if (Files.isDirectory(directory.resolve("_delta_log"))) {
            return "a Delta";
        }
        if (Files.isDirectory(directory.resolve(".hoodie"))) {
            return "a Hudi";
        }
        Path metadata = directory.resolve("metadata");
        if (Files.isDirectory(metadata)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(metadata, "*.metadata.json")) {
                return files.iterator().hasNext() ? "an Iceberg" : null;
            }
        }
        return null;
    }
}
