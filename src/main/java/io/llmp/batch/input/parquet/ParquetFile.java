package io.llmp.batch.input.parquet;

import io.llmp.batch.problem.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** An open Parquet file whose footer has been read and found sound. */
final class ParquetFile implements Closeable {

    private final Path path;
    private final FileChannel channel;
    private final ParquetMetadata footer;

    private ParquetFile(Path path, FileChannel channel, ParquetMetadata footer) {
        this.path = path;
        this.channel = channel;
        this.footer = footer;
    }

    /** Opens {@code path}; a {@link ProblemException} says what is wrong with a file that cannot be read. */
    static ParquetFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            ParquetFileCheck.ends(path, channel);
            ParquetMetadata footer = readFooter(path);
            ParquetFileCheck.footer(path, channel.size(), footer);
            return new ParquetFile(path, channel, footer);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static ParquetMetadata readFooter(Path path) throws IOException {
        LocalInputFile file = new LocalInputFile(path);
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        try (SeekableInputStream in = file.newStream()) {
            return ParquetFileReader.readFooter(file, options, in);
        } catch (IOException | RuntimeException e) {
            throw ProblemException.invalid(
                    "The footer of " + path + " is damaged.", "Copy or write the file again.", e);
        }
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    MessageType schema() {
        return footer.getFileMetaData().getSchema();
    }

    /** The columns, those of bytes without a mark among {@code text} as text: Hive and Impala write text so. */
    MessageType schema(Set<String> text) {
        List<Type> fields = schema().getFields().stream()
                .map(field -> text.contains(field.getName()) && isUnmarked(field) ? asText(field) : field)
                .toList();
        return new MessageType(schema().getName(), fields);
    }

    private static boolean isUnmarked(Type field) {
        return field.isPrimitive()
                && field.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && field.getLogicalTypeAnnotation() == null;
    }

    private static Type asText(Type field) {
        return Types.primitive(PrimitiveTypeName.BINARY, field.getRepetition())
                .as(LogicalTypeAnnotation.stringType())
                .named(field.getName());
    }

    /** The program that wrote the file, where it says so; old ones have bugs that readers work around. */
    @Nullable
    String createdBy() {
        return footer.getFileMetaData().getCreatedBy();
    }

    /** What the writer says of the file by keys of its own. */
    Map<String, String> metadata() {
        return footer.getFileMetaData().getKeyValueMetaData();
    }

    List<BlockMetaData> rowGroups() {
        return footer.getBlocks();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
