package io.llmp.batch.input.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.FileIndex.Mark;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Reading can start anywhere the index says, and gives what a reading of the whole file gives. */
class ParquetMarksTest {

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            "message m { required int64 id; optional binary text (STRING); optional binary kind (STRING);"
                    + " optional group tags (LIST) { repeated group list { optional binary element (STRING); } } }");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void readsEveryCodecFromEveryMark(CompressionCodecName codec) throws Exception {
        verifyMarks(write(2_500, 1, builder().withCompressionCodec(codec).withPageSize(2_000)), 2_500, 3);
    }

    @ParameterizedTest(name = "dictionary {0}, pages {1}, rows in a row group {2}")
    @CsvSource({
        "true, PARQUET_1_0, 1000000", "false, PARQUET_1_0, 1000000",
        "true, PARQUET_2_0, 1000000", "false, PARQUET_2_0, 1000000",
        "true, PARQUET_1_0, 700", "false, PARQUET_2_0, 700",
    })
    void readsEveryKindOfPageFromEveryMark(boolean dictionary, WriterVersion version, int groupRows) throws Exception {
        ExampleParquetWriter.Builder builder = builder()
                .withDictionaryEncoding(dictionary)
                .withWriterVersion(version)
                .withRowGroupRowCountLimit(groupRows)
                .withPageRowCountLimit(111);
        verifyMarks(write(3_333, 2, builder), 3_333, 4);
    }

    @Test
    void readsFilesOfRandomShapesFromEveryMark() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 12; round++) {
            int rows = random.nextInt(6_000);
            ExampleParquetWriter.Builder builder = builder()
                    .withPageRowCountLimit(1 + random.nextInt(500))
                    .withPageSize(500 + random.nextInt(5_000))
                    .withRowGroupRowCountLimit(100 + random.nextInt(3_000))
                    .withDictionaryEncoding(random.nextBoolean());
            verifyMarks(write(rows, round, builder), rows, (rows + 999) / 1_000);
        }
    }

    @ParameterizedTest
    @EnumSource(WriterVersion.class)
    void startsAtRowGroupsOnlyWithoutAnOffsetIndex(WriterVersion version) throws Exception {
        ExampleParquetWriter.Builder builder = builder()
                .withWriterVersion(version)
                .withRowGroupRowCountLimit(700)
                .withPageRowCountLimit(50);
        Path full = write(3_000, 3, builder);
        Path file = ParquetFiles.withoutOffsetIndex(full, directory.resolve("old.parquet"));

        FileIndex index = ParquetFiles.format().index(file, InputOptions.DEFAULT);

        assertThat(index.marks()).containsExactly(new Mark(0, 0), new Mark(1_400, 2), new Mark(2_800, 4));
        verifyMarks(file, 3_000, 3);
        assertThat(ParquetFiles.read(file)).isEqualTo(ParquetFiles.read(full));
    }

    @Test
    void readsRowsThatOldWritersSplitOverPages() throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("message m { repeated int32 v; }");
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int from = i;
            rows.add(ParquetFiles.row(schema, g -> {
                for (int v = 0; v < 300; v++) {
                    g.add("v", from * v);
                }
            }));
        }
        Path full =
                ParquetFiles.write(directory.resolve("full.parquet"), schema, b -> b.withPageRowCountLimit(1), rows);
        Path file = ParquetFiles.withoutOffsetIndex(full, directory.resolve("old.parquet"));

        assertThat(ParquetFiles.read(file)).hasSize(40).isEqualTo(ParquetFiles.read(full));
        assertThat(ParquetFiles.read(file).get(39).get("v")).hasSize(300);
    }

    @Test
    void saysWhyAnOldFileOfOneRowGroupCannotBeSplit() throws Exception {
        Path full = write(1_500, 4, builder());
        Path file = ParquetFiles.withoutOffsetIndex(full, directory.resolve("old.parquet"));

        assertThat(ParquetFiles.format().index(full, InputOptions.DEFAULT).warning())
                .isNull();
        assertThat(ParquetFiles.format().index(file, InputOptions.DEFAULT).warning())
                .contains("one row group without an offset index");
    }

    @Test
    void indexesAFileWithoutRows() throws Exception {
        Path file = write(0, 5, builder());

        FileIndex index = ParquetFiles.format().index(file, InputOptions.DEFAULT);

        assertThat(index).isEqualTo(new FileIndex(0, List.of(), null));
        assertThat(ParquetFiles.format().schema(file, InputOptions.DEFAULT).columns())
                .containsExactly("id", "text", "kind", "tags");
    }

    @Test
    void thinsMarksOutToTenThousand() throws Exception {
        Path small = write(10, 6, builder());
        Path file = ParquetFiles.withFooter(small, directory.resolve("big.parquet"), footer -> {
            footer.setNum_rows(50_000_000_010L);
            footer.getRow_groups().get(0).setNum_rows(50_000_000_010L);
        });

        FileIndex index = ParquetFiles.format().index(file, InputOptions.DEFAULT);

        assertThat(index.rows()).isEqualTo(50_000_000_010L);
        assertThat(index.marks()).hasSizeBetween(9_900, 10_000);
        assertThat(index.marks().get(1).row()).isEqualTo(5_000_001);
    }

    @Test
    void countsItemsOnFromTheNumberGiven() throws Exception {
        Path file = write(1_200, 7, builder().withRowGroupRowCountLimit(500));

        try (ItemCursor cursor =
                ParquetFiles.format().open(file, InputOptions.DEFAULT, new Mark(1_000, 2), 5_000_001_000L)) {
            assertThat(cursor.next()).extracting(Item::index).isEqualTo(5_000_001_000L);
            assertThat(cursor.next()).extracting(Item::index).isEqualTo(5_000_001_001L);
        }
    }

    @Test
    void refusesAMarkThatTheFileDoesNotHave() throws Exception {
        Path file = write(1_200, 8, builder());

        for (Mark mark : List.of(new Mark(1_200, 0), new Mark(0, 1), new Mark(-1, 0), new Mark(0, -1))) {
            assertThatThrownBy(() -> ParquetFiles.format().open(file, InputOptions.DEFAULT, mark, 0))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("has changed since its rows were counted");
        }
    }

    private void verifyMarks(Path file, int rows, int marks) throws IOException {
        List<ObjectNode> whole = ParquetFiles.read(file, new Mark(0, 0));
        FileIndex index = ParquetFiles.format().index(file, InputOptions.DEFAULT);
        assertThat(index.rows()).isEqualTo(rows);
        assertThat(index.marks()).hasSize(marks);
        assertThat(whole).hasSize(rows);
        for (Mark mark : index.marks()) {
            int first = (int) mark.row();
            assertThat(whole.get(first).get("id").longValue()).isEqualTo(first);
            assertThat(ParquetFiles.read(file, mark)).as("from %s", mark).isEqualTo(whole.subList(first, rows));
        }
    }

    private ExampleParquetWriter.Builder builder() {
        Path file = directory.resolve("file.parquet");
        file.toFile().delete();
        return ParquetFiles.builder(file, SCHEMA);
    }

    private Path write(int count, long seed, ExampleParquetWriter.Builder builder) throws IOException {
        Random random = new Random(seed);
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(ParquetFiles.row(SCHEMA, randomRow(i, random)));
        }
        ParquetFiles.write(builder, rows);
        return directory.resolve("file.parquet");
    }

    private static Consumer<Group> randomRow(long id, Random random) {
        return row -> {
            row.add("id", id);
            if (random.nextInt(5) > 0) {
                row.add("text", "text " + random.nextLong() + "x".repeat(random.nextInt(60)));
            }
            if (random.nextInt(5) > 0) {
                row.add("kind", "kind " + random.nextInt(7));
            }
            if (random.nextInt(5) > 0) {
                Group tags = row.addGroup("tags");
                for (int i = random.nextInt(4); i > 0; i--) {
                    Group element = tags.addGroup("list");
                    if (random.nextBoolean()) {
                        element.add("element", "tag " + random.nextInt(100));
                    }
                }
            }
        };
    }
}
