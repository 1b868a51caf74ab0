package io.llmp.batch.input.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one column chunk, each read from the file only when its turn comes, so that a row group of any size needs
 * memory for one page of each column. The library's own reader loads whole chunks, or reads pages over and over to
 * serve small slices of rows.
 */
final class ColumnPages implements PageReader {

    /** Bytes of a page that are possible whatever the footer says: some writers tell no or too small sizes of columns. */
    private static final int LARGE_PAGE = 64 << 20;

    /** No more than a little above 1,000 bytes are made of one by GZIP, and fewer by SNAPPY and LZ4. */
    private static final int HIGHEST_RATIO = 1_100;

    private final FileChannel channel;
    private final ColumnChunkMetaData chunk;
    private final BytesInputDecompressor decompressor;
    private final long groupRows;
    private final ChunkInput input;
    private final @Nullable DictionaryPage dictionary;
    private List<PageLocation> located = List.of();
    private int next;
    private long valuesLeft;

    ColumnPages(FileChannel channel, ColumnChunkMetaData chunk, BytesInputDecompressor decompressor, long groupRows) {
        this.channel = channel;
        this.chunk = chunk;
        this.decompressor = decompressor;
        this.groupRows = groupRows;
        this.valuesLeft = chunk.getValueCount();
        long start = chunk.getStartingPos();
        this.input = new ChunkInput(channel, start, start + chunk.getTotalSize());
        this.dictionary = takeDictionary();
    }

    /** Goes to the page that holds {@code row} of the row group; whose pages from then on know their rows. */
    void startAt(long row) {
        located = locations();
        while (next + 1 < located.size() && located.get(next + 1).getFirst_row_index() <= row) {
            next++;
        }
    }

    private List<PageLocation> locations() {
        IndexReference place = chunk.getOffsetIndexReference();
        ChunkInput bytes = new ChunkInput(channel, place.getOffset(), place.getOffset() + place.getLength());
        try {
            OffsetIndex index = Util.readOffsetIndex(bytes);
            return index.getPage_locations();
        } catch (IOException e) {
            throw new ParquetDecodingException("the offset index is damaged", e);
        }
    }

    @Override
    public long getTotalValueCount() {
        return chunk.getValueCount();
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
        return dictionary;
    }

    private @Nullable DictionaryPage takeDictionary() {
        if (valuesLeft == 0) {
            return null;
        }
        long start = input.position();
        PageHeader header = takeHeader();
        if (header.getType() == PageType.DICTIONARY_PAGE) {
            return Pages.dictionary(header, takeBody(header), decompressor);
        }
        input.position(start);
        return null;
    }

    @Override
    public @Nullable DataPage readPage() {
        return located.isEmpty() ? nextInChunk() : nextLocated();
    }

    private @Nullable DataPage nextInChunk() {
        while (valuesLeft > 0) {
            PageHeader header = takeHeader();
            byte[] body = takeBody(header);
            if (Pages.isData(header)) {
                valuesLeft -= Pages.values(header);
                return Pages.data(header, body, decompressor, null);
            }
        }
        return null;
    }

    private @Nullable DataPage nextLocated() {
        if (next == located.size()) {
            return null;
        }
        PageLocation place = located.get(next++);
        long end = next == located.size() ? groupRows : located.get(next).getFirst_row_index();
        input.position(place.getOffset());
        PageHeader header = takeHeader();
        if (!Pages.isData(header)) {
            throw new ParquetDecodingException("the offset index points to a page without rows");
        }
        Pages.Rows rows = new Pages.Rows(place.getFirst_row_index(), Math.toIntExact(end - place.getFirst_row_index()));
        return Pages.data(header, takeBody(header), decompressor, rows);
    }

    private PageHeader takeHeader() {
        try {
            PageHeader header = Util.readPageHeader(input);
            verifySize(header);
            return header;
        } catch (IOException e) {
            throw new ParquetDecodingException("a page header is damaged", e);
        }
    }

    /** Keeps a damaged size from filling the memory. What the footer says of a column's size is no more than a hint. */
    private void verifySize(PageHeader header) {
        int size = header.getUncompressed_page_size();
        long possible = (long) HIGHEST_RATIO * header.getCompressed_page_size();
        if (size < 0 || size > Math.max(Math.max(chunk.getTotalUncompressedSize(), LARGE_PAGE), possible)) {
            throw new ParquetDecodingException("a page says it has " + size + " bytes, more than its column");
        }
    }

    private byte[] takeBody(PageHeader header) {
        try {
            byte[] body = input.take(header.getCompressed_page_size());
            if (header.isSetCrc()) {
                verify(header.getCrc(), body);
            }
            return body;
        } catch (EOFException e) {
            throw new ParquetDecodingException("a page is cut off", e);
        }
    }

    private static void verify(int expected, byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        if ((int) crc.getValue() != expected) {
            throw new ParquetDecodingException("a page does not match its checksum");
        }
    }
}
