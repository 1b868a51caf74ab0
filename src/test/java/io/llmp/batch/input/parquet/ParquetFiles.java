package io.llmp.batch.input.parquet;

import io.llmp.batch.input.FileIndex.Mark;
import io.llmp.batch.input.InputFormat;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import tools.jackson.databind.node.ObjectNode;

/** Parquet files for tests, written by the library's own writer or altered byte by byte, and what we read from them. */
public final class ParquetFiles {

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    private ParquetFiles() {}

    /** The format under test, for tests of other packages too. */
    public static InputFormat format() {
        return new ParquetInputFormat();
    }

    static Path write(
            Path file, MessageType schema, UnaryOperator<ExampleParquetWriter.Builder> settings, List<Group> rows)
            throws IOException {
        write(settings.apply(builder(file, schema)), rows);
        return file;
    }

    static ExampleParquetWriter.Builder builder(Path file, MessageType schema) {
        return ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withConf(new PlainParquetConfiguration());
    }

    static void write(ExampleParquetWriter.Builder builder, List<Group> rows) throws IOException {
        try (ParquetWriter<Group> writer = builder.build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
    }

    /** Writes rows of {@code length} random letters, which do not compress, all in one row group. */
    public static Path writeOneRowGroup(Path file, int rows, int length) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { required int64 id; required binary text (STRING); optional binary kind (STRING); }");
        Random random = new Random(1);
        // Cut from a text much longer than what the compression looks back on, which is faster than a text for each
        // row.
        String texts = random.ints(1 << 20, ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        ExampleParquetWriter.Builder builder = builder(file, schema)
                .withRowGroupSize((long) Integer.MAX_VALUE)
                .withCompressionCodec(CompressionCodecName.SNAPPY);
        try (ParquetWriter<Group> writer = builder.build()) {
            for (long id = 0; id < rows; id++) {
                int at = random.nextInt(texts.length() - length);
                String text = texts.substring(at, at + length);
                Group row = new SimpleGroup(schema);
                writer.write(row.append("id", id).append("text", text).append("kind", "kind " + id % 7));
            }
        }
        return file;
    }

    static Group row(MessageType schema, Consumer<Group> values) {
        Group row = new SimpleGroup(schema);
        values.accept(row);
        return row;
    }

    public static List<ObjectNode> read(Path file) throws IOException {
        return read(file, new Mark(0, 0));
    }

    /** Reads from the mark numbered {@code mark} on; nothing when there are no rows. */
    public static List<ObjectNode> read(Path file, int mark) throws IOException {
        List<Mark> marks = format().index(file, InputOptions.DEFAULT).marks();
        return marks.isEmpty() ? List.of() : read(file, marks.get(mark));
    }

    static List<ObjectNode> read(Path file, Mark mark) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        try (ItemCursor cursor = format().open(file, InputOptions.DEFAULT, mark, mark.row())) {
            for (Item item = cursor.next(); item != null; item = cursor.next()) {
                if (item.index() != mark.row() + rows.size()) {
                    throw new AssertionError("item " + item.index() + " came as number " + rows.size());
                }
                rows.add(item.values());
            }
        }
        return rows;
    }

    /** Leaves out where pages and their rows are, as writers did until 2019 and some still do. */
    public static Path withoutOffsetIndex(Path file, Path copy) throws IOException {
        return withFooter(file, copy, footer -> {
            for (RowGroup group : footer.getRow_groups()) {
                for (ColumnChunk chunk : group.getColumns()) {
                    chunk.unsetOffset_index_offset();
                    chunk.unsetOffset_index_length();
                    chunk.unsetColumn_index_offset();
                    chunk.unsetColumn_index_length();
                }
            }
        });
    }

    static Path withFooter(Path file, Path copy, Consumer<FileMetaData> change) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        int start = bytes.length - 8 - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
        change.accept(footer);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, start);
        Util.writeFileMetaData(footer, changed);
        int written = changed.size() - start;
        changed.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(written)
                .array());
        changed.write(MAGIC);
        return Files.write(copy, changed.toByteArray());
    }

    static Path cutTo(Path file, Path copy, int bytes) throws IOException {
        return Files.write(copy, Arrays.copyOf(Files.readAllBytes(file), bytes));
    }
}
