package io.llmp.batch.input.parquet;

import io.airlift.compress.lz4.Lz4Decompressor;
import java.nio.ByteBuffer;

/**
 * Decompresses pages of the deprecated codec LZ4, which Hadoop writes with the sizes of blocks and chunks before their bytes,
 * and other programs without (Apache Parquet, "Compression", LZ4).
 */
final class HadoopLz4Decompressor implements PageCodecs.Blocks {

    private final Lz4Decompressor blocks = new Lz4Decompressor();

    @Override
    public int decompress(byte[] input, int from, int length, byte[] output, int to, int room) {
        int written = framed(ByteBuffer.wrap(input, from, length).slice(), output, to, room);
        return written == room ? written : blocks.decompress(input, from, length, output, to, room);
    }

    /** Returns how many bytes there are, or -1 when these are no blocks with their sizes before them. */
    private int framed(ByteBuffer input, byte[] output, int to, int room) {
        int written = 0;
        while (input.remaining() > 2 * Integer.BYTES) {
            int block = input.getInt();
            if (block < 0 || block > room - written) {
                return -1;
            }
            for (int end = written + block; written < end; ) {
                int chunk = input.remaining() < Integer.BYTES ? -1 : input.getInt();
                if (chunk < 0 || chunk > input.remaining()) {
                    return -1;
                }
                int at = input.arrayOffset() + input.position();
                try {
                    written += blocks.decompress(input.array(), at, chunk, output, to + written, room - written);
                } catch (RuntimeException e) {
                    return -1;
                }
                input.position(input.position() + chunk);
            }
        }
        return input.hasRemaining() ? -1 : written;
    }
}
