package io.llmp.batch.input.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** Makes the pages the decoders want from page headers and the bytes that follow them. */
final class Pages {

    private Pages() {}

    /**
     * Which rows of its row group a page holds.
     *
     * @param first 0-based
     * @param count at least 1
     */
    record Rows(long first, int count) {}

    static boolean isData(PageHeader header) {
        return header.getType() == PageType.DATA_PAGE || header.getType() == PageType.DATA_PAGE_V2;
    }

    static int values(PageHeader header) {
        return header.isSetData_page_header_v2()
                ? header.getData_page_header_v2().getNum_values()
                : header.getData_page_header().getNum_values();
    }

    static DictionaryPage dictionary(PageHeader header, byte[] body, BytesInputDecompressor decompressor) {
        DictionaryPageHeader dictionary = header.getDictionary_page_header();
        BytesInput values = decompress(ByteBuffer.wrap(body), header.getUncompressed_page_size(), decompressor);
        return new DictionaryPage(values, dictionary.getNum_values(), encoding(dictionary.getEncoding()));
    }

    static DataPage data(PageHeader header, byte[] body, BytesInputDecompressor decompressor, @Nullable Rows rows) {
        return header.isSetData_page_header_v2()
                ? version2(header, ByteBuffer.wrap(body), decompressor, rows)
                : version1(header, ByteBuffer.wrap(body), decompressor, rows);
    }

    private static DataPage version1(
            PageHeader header, ByteBuffer body, BytesInputDecompressor decompressor, @Nullable Rows rows) {
        DataPageHeader page = header.getData_page_header();
        int size = header.getUncompressed_page_size();
        BytesInput bytes = decompress(body, size, decompressor);
        Encoding repetition = encoding(page.getRepetition_level_encoding());
        Encoding definition = encoding(page.getDefinition_level_encoding());
        Encoding values = encoding(page.getEncoding());
        return rows == null
                ? new DataPageV1(bytes, page.getNum_values(), size, null, repetition, definition, values)
                : new DataPageV1(
                        bytes,
                        page.getNum_values(),
                        size,
                        rows.first(),
                        rows.count(),
                        null,
                        repetition,
                        definition,
                        values);
    }

    private static DataPage version2(
            PageHeader header, ByteBuffer body, BytesInputDecompressor decompressor, @Nullable Rows rows) {
        DataPageHeaderV2 page = header.getData_page_header_v2();
        int repetitionSize = page.getRepetition_levels_byte_length();
        int definitionSize = page.getDefinition_levels_byte_length();
        BytesInput repetition = BytesInput.from(body.slice(0, repetitionSize));
        BytesInput definition = BytesInput.from(body.slice(repetitionSize, definitionSize));
        int levels = repetitionSize + definitionSize;
        ByteBuffer rest = body.slice(levels, body.capacity() - levels);
        BytesInput values = page.isIs_compressed() && rest.hasRemaining()
                ? decompress(rest, header.getUncompressed_page_size() - levels, decompressor)
                : BytesInput.from(rest);
        Encoding encoding = encoding(page.getEncoding());
        int count = page.getNum_values();
        int nulls = page.getNum_nulls();
        return rows == null
                ? DataPageV2.uncompressed(
                        page.getNum_rows(), nulls, count, repetition, definition, encoding, values, null)
                : DataPageV2.uncompressed(
                        rows.count(), nulls, count, rows.first(), repetition, definition, encoding, values, null);
    }

    /** Decompresses at once: a decompressor is shared by all columns, and some would do it only when first read. */
    private static BytesInput decompress(ByteBuffer bytes, int size, BytesInputDecompressor decompressor) {
        try {
            return BytesInput.from(decompressor
                    .decompress(BytesInput.from(bytes), size)
                    .toInputStream()
                    .sliceBuffers(size));
        } catch (IOException e) {
            throw new ParquetDecodingException("a page cannot be decompressed", e);
        }
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
        return Encoding.valueOf(encoding.name());
    }
}
