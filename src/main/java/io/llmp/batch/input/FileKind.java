package io.llmp.batch.input;

import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What a file is by its first bytes, where those tell, whatever its name is. */
public enum FileKind {
    GZIP("compressed by gzip", "Decompress it first (gunzip).", "\u001f\u008b"),
    ZSTD("compressed by zstd", "Decompress it first (zstd -d).", "(\u00b5/\u00fd"),
    BZIP2("compressed by bzip2", "Decompress it first (bunzip2).", "BZh"),
    XZ("compressed by xz", "Decompress it first (unxz).", "\u00fd7zXZ\0"),
    ZIP(
            "a zip archive, as spreadsheets (.xlsx, .ods) are too",
            "Save the spreadsheet as CSV, or extract the file from the archive.",
            "PK\u0003\u0004"),
    XLS("an old spreadsheet (.xls)", "Save it as CSV.", "\u00d0\u00cf\u0011\u00e0"),
    PARQUET("a Parquet file", "Name it .parquet, or give " + Setting.INPUT_FORMAT.to("parquet") + ".", "PAR1"),
    ORC("an ORC file", "Convert it to Parquet.", "ORC"),
    AVRO("an Avro file", "Convert it to Parquet.", "Obj\u0001"),
    SQLITE("a SQLite database", "Export the table as CSV (.mode csv).", "SQLite format 3\0"),
    PDF("a PDF document", "Give a table, as CSV or Parquet.", "%PDF-");

    private static final int LONGEST = 16;

    private final String words;
    private final String remedy;
    private final String beginning;

    FileKind(String words, String remedy, String beginning) {
        this.words = words;
        this.remedy = remedy;
        this.beginning = beginning;
    }

    /** Returns the kind of {@code file}; nothing where its first bytes are those of text, or of none of these. */
    public static Optional<FileKind> of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            // One character for each byte.
            String first = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
            return Arrays.stream(values())
                    .filter(kind -> first.startsWith(kind.beginning))
                    .findFirst();
        }
    }

    /** What it is, as the end of a sentence. */
    public String words() {
        return words;
    }

    /** What to do about it where it is not what it should be, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
