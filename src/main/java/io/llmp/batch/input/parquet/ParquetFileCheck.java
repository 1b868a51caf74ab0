package io.llmp.batch.input.parquet;

import io.llmp.batch.input.FileKind;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Finds out before any row is read whether a file can be read at all, and says why not. */
final class ParquetFileCheck {

    private static final String MAGIC = "PAR1";
    private static final String ENCRYPTED_MAGIC = "PARE";
    private static final String AGAIN = "Copy or write the file again.";

    private ParquetFileCheck() {}

    /** Checks the marks a Parquet file begins and ends with. */
    static void ends(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size == 0) {
            throw ProblemException.invalid(path + " is empty: it has no bytes.", AGAIN);
        }
        String head = text(channel, 0);
        String tail = text(channel, size - MAGIC.length());
        if (head.equals(ENCRYPTED_MAGIC) || tail.equals(ENCRYPTED_MAGIC)) {
            throw encrypted(path);
        }
        if (!head.equals(MAGIC)) {
            Optional<FileKind> other = FileKind.of(path);
            throw ProblemException.invalid(
                    path + " is not a Parquet file"
                            + other.map(kind -> ", but " + kind.words()).orElse("") + ".",
                    other.map(FileKind::remedy)
                            .orElse("Give a Parquet file; if this one is CSV, give " + Setting.INPUT_FORMAT.to("csv")
                                    + "."));
        }
        if (!tail.equals(MAGIC) || size < 3L * MAGIC.length()) {
            throw ProblemException.invalid(path + " is cut off: it ends without a Parquet footer.", AGAIN);
        }
    }

    private static String text(FileChannel channel, long position) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length());
        while (bytes.hasRemaining() && channel.read(bytes, Math.max(0, position) + bytes.position()) >= 0) {}
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    /** Checks that everything the footer speaks of is there and of a kind that can be read. */
    static void footer(Path path, long size, ParquetMetadata footer) {
        MessageType schema = footer.getFileMetaData().getSchema();
        columnNames(path, schema);
        Set<CompressionCodecName> codecs = new HashSet<>();
        for (BlockMetaData group : footer.getBlocks()) {
            if (group.getRowCount() == 0) {
                // Has no pages, so that its columns have no place in the file.
                continue;
            }
            if (group.getColumns().size() != schema.getColumns().size() || group.getRowCount() < 0) {
                throw damaged(path);
            }
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                chunk(path, size, group, chunk);
                codecs.add(chunk.getCodec());
            }
        }
        codecs.forEach(codec -> codec(path, codec));
    }

    private static void columnNames(Path path, MessageType schema) {
        Set<String> names = new HashSet<>();
        for (Type column : schema.getFields()) {
            if (!names.add(column.getName())) {
                throw ProblemException.invalid(
                        path + " has two columns named " + column.getName() + ".", "Rename one of them.");
            }
        }
    }

    private static void chunk(Path path, long size, BlockMetaData group, ColumnChunkMetaData chunk) {
        if (chunk.isEncrypted()) {
            throw encrypted(path);
        }
        if (group.getPath() != null) {
            throw ProblemException.invalid(
                    path + " only points to rows in other files, such as " + group.getPath() + ".",
                    "Give the files that hold the rows.");
        }
        long start = chunk.getStartingPos();
        if (start < MAGIC.length() || chunk.getTotalSize() < 0 || start > size - chunk.getTotalSize()) {
            throw damaged(path);
        }
    }

    private static void codec(Path path, CompressionCodecName codec) {
        PageCodecs codecs = new PageCodecs();
        try {
            BytesInputDecompressor decompressor = codecs.getDecompressor(codec);
            decompressor.release();
        } catch (RuntimeException | LinkageError e) {
            throw ProblemException.invalid(
                    path + " is compressed with " + codec.name().toUpperCase(Locale.ROOT) + ", which cannot be read.",
                    "Write it again with ZSTD, SNAPPY, GZIP or without compression.",
                    e);
        }
    }

    private static ProblemException encrypted(Path path) {
        return ProblemException.invalid(path + " is encrypted.", "Write it again without encryption.");
    }

    private static ProblemException damaged(Path path) {
        return ProblemException.invalid("The footer of " + path + " does not fit the file.", AGAIN);
    }
}
