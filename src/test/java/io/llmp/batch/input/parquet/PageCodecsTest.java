package io.llmp.batch.input.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageCodecsTest {

    private static final BytesInputDecompressor LZ4 = new PageCodecs().getDecompressor(CompressionCodecName.LZ4);

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"ZSTD", "SNAPPY"})
    void needsNoNativeLibrary(CompressionCodecName codec) throws IOException {
        PageCodecs codecs = new PageCodecs(() -> false, () -> false);
        CompressionCodecFactory writing = new CodecFactory(new PlainParquetConfiguration(), 1 << 16);
        for (int size : new int[] {1, 100, 70_000, 3_000_000}) {
            byte[] page = page(size);
            BytesInput compressed =
                    BytesInput.from(bytes(writing.getCompressor(codec).compress(BytesInput.from(page))));
            assertThat(bytes(codecs.getDecompressor(codec).decompress(compressed, size)))
                    .isEqualTo(page);
        }
        assertThatThrownBy(() -> codecs.getDecompressor(codec).decompress(BytesInput.from(page(50)), 100))
                .isInstanceOf(IOException.class);
    }

    /** Hadoop's codec cuts a page into blocks of its buffer's size. */
    @ParameterizedTest
    @ValueSource(ints = {100, 4_096, 1 << 20})
    void readsTheLz4OfHadoop(int blockSize) throws IOException {
        byte[] page = page(70_000);
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (int from = 0; from < page.length; from += blockSize) {
            byte[] block = Arrays.copyOfRange(page, from, Math.min(page.length, from + blockSize));
            byte[] chunk = block(block);
            framed.write(ByteBuffer.allocate(8)
                    .putInt(block.length)
                    .putInt(chunk.length)
                    .array());
            framed.write(chunk);
        }
        assertThat(bytes(LZ4.decompress(BytesInput.from(framed.toByteArray()), page.length)))
                .isEqualTo(page);
    }

    @Test
    void readsTheLz4OfProgramsThatWroteTheBytesAlone() throws IOException {
        byte[] page = page(70_000);
        assertThat(bytes(LZ4.decompress(BytesInput.from(block(page)), page.length)))
                .isEqualTo(page);
        assertThatThrownBy(() -> LZ4.decompress(BytesInput.from(page(50)), 100)).isInstanceOf(IOException.class);
    }

    private static byte[] block(byte[] bytes) {
        Lz4Compressor compressor = new Lz4Compressor();
        byte[] room = new byte[compressor.maxCompressedLength(bytes.length)];
        return Arrays.copyOf(room, compressor.compress(bytes, 0, bytes.length, room, 0, room.length));
    }

    private static byte[] bytes(BytesInput input) throws IOException {
        return input.toInputStream().readAllBytes();
    }

    private static byte[] page(int size) {
        Random random = new Random(size);
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append("word ").append(random.nextInt(500)).append(' ');
        }
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }
}
