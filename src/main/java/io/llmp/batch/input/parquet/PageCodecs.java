package io.llmp.batch.input.parquet;

import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import io.llmp.batch.input.NativeZstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * What pages are decompressed with: the native libraries of ZSTD and SNAPPY where they can be loaded, and Java otherwise. They
 * unpack to the directory of temporary files, which a host may have mounted without a right to execute, or not at all.
 */
final class PageCodecs implements CompressionCodecFactory {

    /** Decompresses what is in an array. */
    interface Blocks {

        /** Returns how many bytes it has written to {@code output} from {@code to} on, at most {@code room}. */
        int decompress(byte[] input, int from, int length, byte[] output, int to, int room);
    }

    private final CodecFactory library = new CodecFactory(new PlainParquetConfiguration(), 0);
    private final Map<CompressionCodecName, BytesInputDecompressor> inJava = new EnumMap<>(CompressionCodecName.class);
    private final BooleanSupplier zstd;
    private final BooleanSupplier snappy;

    PageCodecs() {
        this(NativeZstd::isLoaded, PageCodecs::hasNativeSnappy);
    }

    /** Takes the native libraries where the suppliers say so. */
    PageCodecs(BooleanSupplier zstd, BooleanSupplier snappy) {
        this.zstd = zstd;
        this.snappy = snappy;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        BytesInputDecompressor known = inJava.get(codec);
        if (known != null) {
            return known;
        }
        Blocks decompressor = decompressor(codec);
        if (decompressor == null) {
            return library.getDecompressor(codec);
        }
        BytesInputDecompressor made = new InJava(decompressor);
        inJava.put(codec, made);
        return made;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return library.getCompressor(codec);
    }

    @Override
    public void release() {
        library.release();
    }

    /** Returns what decompresses in Java, or null where the library does it. */
    private @Nullable Blocks decompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> zstd.getAsBoolean() ? null : new ZstdDecompressor()::decompress;
            case SNAPPY -> snappy.getAsBoolean() ? null : new SnappyDecompressor()::decompress;
            case LZ4 -> new HadoopLz4Decompressor();
            default -> null;
        };
    }

    private static boolean hasNativeSnappy() {
        try {
            return Snappy.maxCompressedLength(1) > 0;
        } catch (Error e) {
            // The library has an error of its own for that, beside Java's.
            return false;
        }
    }

    private static final class InJava implements BytesInputDecompressor {

        private final Blocks decompressor;

        InJava(Blocks decompressor) {
            this.decompressor = decompressor;
        }

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(page(bytes.toInputStream().readAllBytes(), size));
        }

        private byte[] page(byte[] compressed, int size) throws IOException {
            byte[] page = new byte[size];
            int written;
            try {
                written = decompressor.decompress(compressed, 0, compressed.length, page, 0, size);
            } catch (RuntimeException e) {
                throw new IOException("the page cannot be decompressed", e);
            }
            if (written != size) {
                throw new IOException("the page has " + written + " bytes where its header says " + size);
            }
            return page;
        }

        @Override
        public void decompress(ByteBuffer bytes, int compressedSize, ByteBuffer page, int size) throws IOException {
            byte[] compressed = new byte[compressedSize];
            bytes.get(compressed);
            page.put(page(compressed, size));
        }

        @Override
        public void release() {}
    }
}
