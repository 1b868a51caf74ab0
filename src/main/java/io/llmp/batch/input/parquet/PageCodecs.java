package io.llmp.batch.input.parquet;

import com.github.luben.zstd.util.Native;
import io.airlift.compress.Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * What pages are decompressed with: the native libraries of ZSTD and SNAPPY where they can be loaded, and Java otherwise. They
 * unpack to the directory of temporary files, which a host may have mounted without a right to execute, or not at all.
 */
final class PageCodecs extends CodecFactory {

    private final BooleanSupplier zstd;
    private final BooleanSupplier snappy;

    PageCodecs() {
        this(PageCodecs::hasNativeZstd, PageCodecs::hasNativeSnappy);
    }

    /** Takes the native libraries where the suppliers say so. */
    PageCodecs(BooleanSupplier zstd, BooleanSupplier snappy) {
        super(new PlainParquetConfiguration(), 0);
        this.zstd = zstd;
        this.snappy = snappy;
    }

    @Override
    protected BytesDecompressor createDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> zstd.getAsBoolean() ? super.createDecompressor(codec) : new InJava(new ZstdDecompressor());
            case SNAPPY ->
                snappy.getAsBoolean() ? super.createDecompressor(codec) : new InJava(new SnappyDecompressor());
            case LZ4 -> new InJava(new HadoopLz4Decompressor());
            default -> super.createDecompressor(codec);
        };
    }

    private static boolean hasNativeZstd() {
        try {
            Native.load();
            return Native.isLoaded();
        } catch (LinkageError e) {
            return false;
        }
    }

    private static boolean hasNativeSnappy() {
        try {
            return Snappy.maxCompressedLength(1) > 0;
        } catch (Error e) {
            // The library has an error of its own for that, beside Java's.
            return false;
        }
    }

    private static final class InJava extends BytesDecompressor {

        private final Decompressor decompressor;

        InJava(Decompressor decompressor) {
            this.decompressor = decompressor;
        }

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            byte[] compressed = bytes.toByteArray();
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
            return BytesInput.from(page);
        }

        @Override
        public void decompress(ByteBuffer bytes, int compressedSize, ByteBuffer page, int size) throws IOException {
            byte[] compressed = new byte[compressedSize];
            bytes.get(compressed);
            page.put(decompress(BytesInput.from(compressed), size).toByteArray());
        }

        @Override
        public void release() {}
    }
}
