package io.llmp.batch.export.parquet;

import io.airlift.compress.zstd.ZstdCompressor;
import io.llmp.batch.input.NativeZstd;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * What pages are compressed with: ZSTD's native library where it can be loaded, and Java otherwise, as on a host whose
 * directory of temporary files does not let a library be unpacked and executed.
 */
final class ResultCodecs implements CompressionCodecFactory {

    private final CodecFactory library;
    private final BooleanSupplier nativeZstd;

    ResultCodecs(int pageSize) {
        this(pageSize, NativeZstd::isLoaded);
    }

    /** Takes the native library where the supplier says so. */
    ResultCodecs(int pageSize, BooleanSupplier nativeZstd) {
        this.library = new CodecFactory(new PlainParquetConfiguration(), pageSize);
        this.nativeZstd = nativeZstd;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return codec == CompressionCodecName.ZSTD && !nativeZstd.getAsBoolean()
                ? new ZstdInJava()
                : library.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return library.getDecompressor(codec);
    }

    @Override
    public void release() {
        library.release();
    }

    private static final class ZstdInJava implements BytesInputCompressor {

        private final ZstdCompressor compressor = new ZstdCompressor();

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            byte[] page = bytes.toInputStream().readAllBytes();
            byte[] compressed = new byte[compressor.maxCompressedLength(page.length)];
            int length = compressor.compress(page, 0, page.length, compressed, 0, compressed.length);
            return BytesInput.from(compressed, 0, length);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }
}
