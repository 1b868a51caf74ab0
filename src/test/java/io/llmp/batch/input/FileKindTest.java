package io.llmp.batch.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "1f8b0800, GZIP",
        "28b52ffd24, ZSTD",
        "425a6839, BZIP2",
        "fd377a585a00, XZ",
        "504b0304, ZIP",
        "d0cf11e0a1b1, XLS",
        "50415231, PARQUET",
        "4f5243, ORC",
        "4f626a01, AVRO",
        "53514c69746520666f726d6174203300, SQLITE",
        "255044462d312e37, PDF"
    })
    void isToldByTheFirstBytes(String bytes, FileKind kind) throws IOException {
        assertThat(FileKind.of(
                        Files.write(directory.resolve("f.csv"), HexFormat.of().parseHex(bytes))))
                .contains(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "PK,name", "id,text", "ORDER", "Object,1"})
    void textIsNone(String text) throws IOException {
        assertThat(FileKind.of(Files.writeString(directory.resolve("f.csv"), text)))
                .isEmpty();
    }

    @Test
    void everyKindSaysWhatToDo() {
        assertThat(FileKind.values())
                .allSatisfy(kind -> assertThat(kind.remedy()).endsWith("."));
    }
}
