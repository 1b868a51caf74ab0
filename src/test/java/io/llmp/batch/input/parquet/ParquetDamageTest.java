package io.llmp.batch.input.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cannot be read: each is told by name, with what is wrong and what to do. */
class ParquetDamageTest {

    private static final MessageType SCHEMA =
            MessageTypeParser.parseMessageType("message m { required int64 id; required binary text (STRING); }");
    private static final int ROWS = 2_000;
    private static final int ROUNDS = 100;

    @TempDir
    Path directory;

    private Path good;

    @BeforeEach
    void writeAGoodFile() throws IOException {
        good = write("good.parquet", b -> b.withCompressionCodec(CompressionCodecName.SNAPPY));
    }

    private Path write(String name, UnaryOperator<ExampleParquetWriter.Builder> settings) throws IOException {
        List<Group> rows = new ArrayList<>();
        for (long i = 0; i < ROWS; i++) {
            long id = i;
            rows.add(ParquetFiles.row(SCHEMA, g -> g.append("id", id).append("text", "row " + id % 1_200)));
        }
        return ParquetFiles.write(
                directory.resolve(name),
                SCHEMA,
                b -> settings.apply(b.withRowGroupRowCountLimit(500).withPageRowCountLimit(100)),
                rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1})
    void whatTheFooterSaysOfAColumnsSizeIsNoReasonToRefuseIt(long size) throws IOException {
        Path file = ParquetFiles.withFooter(
                good,
                directory.resolve("sizes.parquet"),
                footer -> footer.getRow_groups()
                        .forEach(group -> group.getColumns()
                                .forEach(chunk -> chunk.getMeta_data().setTotal_uncompressed_size(size))));

        assertThat(ParquetFiles.read(file)).isEqualTo(ParquetFiles.read(good));
    }

    @Test
    void rowGroupsWithoutRowsAreNoDamageWhereverTheyAre() throws IOException {
        Path file = ParquetFiles.withFooter(good, directory.resolve("groups.parquet"), footer -> {
            footer.getRow_groups().add(0, nothing(footer));
            footer.getRow_groups().add(2, nothing(footer));
            footer.getRow_groups().add(nothing(footer));
        });

        FileIndex index = ParquetFiles.format().index(file, InputOptions.DEFAULT);
        assertThat(index.rows()).isEqualTo(ROWS);
        assertThat(ParquetFiles.read(file)).isEqualTo(ParquetFiles.read(good));
        for (int mark = 0; mark < index.marks().size(); mark++) {
            long first = index.marks().get(mark).row();
            assertThat(ParquetFiles.read(file, mark))
                    .hasSize((int) (ROWS - first))
                    .first()
                    .extracting(row -> row.get("id").longValue())
                    .isEqualTo(first);
        }
    }

    /** A row group as Arrow writes it for a table without rows. */
    private static RowGroup nothing(FileMetaData footer) {
        RowGroup group = footer.getRow_groups().get(1).deepCopy();
        group.setNum_rows(0).setTotal_byte_size(0).setFile_offset(0);
        for (ColumnChunk chunk : group.getColumns()) {
            chunk.setFile_offset(0).unsetOffset_index_offset();
            chunk.unsetOffset_index_length();
            chunk.getMeta_data()
                    .setNum_values(0)
                    .setData_page_offset(0)
                    .setTotal_compressed_size(0)
                    .setTotal_uncompressed_size(0)
                    .unsetDictionary_page_offset();
        }
        return group;
    }

    @Test
    void tellsAnEmptyFile() throws IOException {
        Path file = Files.createFile(directory.resolve("empty.parquet"));

        assertInvalid(file, file + " is empty: it has no bytes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "id,text\n1,hello\n2,world\n", "PAR", "a text that happens to end in PAR1"})
    void tellsTextThatIsNamedParquet(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("text.parquet"), text);

        assertInvalid(file, file + " is not a Parquet file.");
    }

    @Test
    void tellsAFileThatIsCutOffAnywhere() throws IOException {
        int size = (int) Files.size(good);
        for (int length = 4; length < size; length += length < 50 || length > size - 50 ? 1 : 997) {
            Path file = ParquetFiles.cutTo(good, directory.resolve("cut.parquet"), length);
            assertInvalid(file, file + " is cut off: it ends without a Parquet footer.");
        }
    }

    @Test
    void tellsAnEncryptedFooter() throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        byte[] magic = "PARE".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(magic, 0, bytes, 0, 4);
        System.arraycopy(magic, 0, bytes, bytes.length - 4, 4);
        Path file = Files.write(directory.resolve("secret.parquet"), bytes);

        assertInvalid(file, file + " is encrypted.");
    }

    @Test
    void tellsAFooterLengthThatDoesNotFit() throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        for (int length : new int[] {-1, 0, Integer.MAX_VALUE, bytes.length}) {
            ByteBuffer.wrap(bytes).putInt(bytes.length - 8, Integer.reverseBytes(length));
            Path file = Files.write(directory.resolve("footer.parquet"), bytes);
            assertInvalid(file, "The footer of " + file + " is damaged.");
        }
    }

    @Test
    void tellsAFooterThatSpeaksOfMoreThanIsThere() throws IOException {
        Path file = ParquetFiles.withFooter(
                good,
                directory.resolve("liar.parquet"),
                footer -> footer.getRow_groups()
                        .get(2)
                        .getColumns()
                        .get(1)
                        .getMeta_data()
                        .setTotal_compressed_size(1L << 40));

        assertInvalid(file, "The footer of " + file + " does not fit the file.");
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodec.class,
            names = {"LZO", "BROTLI"})
    void namesACodecItDoesNotKnow(CompressionCodec codec) throws IOException {
        Path file = ParquetFiles.withFooter(
                good,
                directory.resolve("codec.parquet"),
                footer -> footer.getRow_groups()
                        .get(1)
                        .getColumns()
                        .get(1)
                        .getMeta_data()
                        .setCodec(codec));

        assertInvalid(file, file + " is compressed with " + codec + ", which cannot be read.");
    }

    @Test
    void tellsASummaryOfOtherFiles() throws IOException {
        Path file = ParquetFiles.withFooter(
                good,
                directory.resolve("_metadata.parquet"),
                footer -> footer.getRow_groups()
                        .forEach(group -> group.getColumns().forEach(chunk -> chunk.setFile_path("part-0.parquet"))));

        assertInvalid(file, file + " only points to rows in other files, such as part-0.parquet.");
    }

    @Test
    void leavesAMissingFileToTheDisk() {
        Path file = directory.resolve("missing.parquet");

        assertThatThrownBy(() -> ParquetFiles.read(file)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void namesTheRowsThatAreDamaged() throws IOException {
        // Pages hold 100 rows. A row is complete when the next one's first value is seen: 1100 cannot be told either.
        byte[] bytes = Files.readAllBytes(write("plain.parquet", b -> b.withDictionaryEncoding(false)));
        int damaged = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("row 1150");
        bytes[damaged] ^= 0x20;
        Path file = Files.write(directory.resolve("damaged.parquet"), bytes);

        assertThatThrownBy(() -> ParquetFiles.read(file)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.kind()).isEqualTo(ProblemException.Kind.FAILED);
            assertThat(problem.problem())
                    .isEqualTo("Rows 1100 to 1500 of " + file + " are damaged: a page does not match its checksum.");
        });
    }

    @ParameterizedTest(name = "{0}, checksums {1}")
    @CsvSource({"SNAPPY, true", "SNAPPY, false", "ZSTD, false", "UNCOMPRESSED, false", "GZIP, false"})
    void readsTheRowsOrTellsAProblemWhateverByteIsWrong(CompressionCodecName codec, boolean checksums)
            throws IOException {
        byte[] bytes = Files.readAllBytes(
                write("sound.parquet", b -> b.withCompressionCodec(codec).withPageWriteChecksumEnabled(checksums)));
        Random random = new Random(7);
        int problems = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = bytes.clone();
            int at = round % 2 == 0 ? random.nextInt(bytes.length) : bytes.length - 1 - random.nextInt(2_000);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Path file = Files.write(directory.resolve("flipped.parquet"), changed);
            try {
                FileIndex index = ParquetFiles.format().index(file, InputOptions.DEFAULT);
                ParquetFiles.read(file, index.marks().get(index.marks().size() - 1));
                ParquetFiles.read(file);
            } catch (ProblemException expected) {
                problems++;
            } catch (Throwable e) {
                throw new AssertionError("byte " + at + " gives " + e, e);
            }
        }
        assertThat(problems).isPositive();
    }

    private static void assertInvalid(Path file, String problem) {
        assertThatThrownBy(() -> ParquetFiles.format().schema(file, InputOptions.DEFAULT))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
                    assertThat(e.problem()).isEqualTo(problem);
                    assertThat(e.remedy()).endsWith(".");
                });
        assertThatThrownBy(() -> ParquetFiles.format().index(file, InputOptions.DEFAULT))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> ParquetFiles.read(file)).isInstanceOf(ProblemException.class);
    }
}
