package io.llmp.batch.input.parquet;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.io.ParquetDecodingException;

/** The pages of one row group, from one of its rows on. */
final class RowGroupPages implements PageReadStore {

    private final Map<ColumnPath, ColumnPages> columns = new HashMap<>();
    private final long firstRow;
    private final long rows;

    /** Takes the row group from {@code firstRow} on, which must be 0 unless the file has an offset index. */
    RowGroupPages(ParquetFile file, BlockMetaData group, CompressionCodecFactory codecs, long firstRow) {
        this.firstRow = firstRow;
        this.rows = group.getRowCount();
        for (ColumnChunkMetaData chunk : group.getColumns()) {
            ColumnPages pages = new ColumnPages(file.channel(), chunk, codecs.getDecompressor(chunk.getCodec()), rows);
            if (firstRow > 0) {
                pages.startAt(firstRow);
            }
            columns.put(chunk.getPath(), pages);
        }
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        ColumnPages pages = columns.get(ColumnPath.get(column.getPath()));
        if (pages == null) {
            throw new ParquetDecodingException("the row group lacks the column " + String.join(".", column.getPath()));
        }
        return pages;
    }

    @Override
    public long getRowCount() {
        return rows - firstRow;
    }

    /** The rows wanted when they are not all: each decoder then passes over its own page's earlier rows. */
    @Override
    public Optional<PrimitiveIterator.OfLong> getRowIndexes() {
        return firstRow == 0
                ? Optional.empty()
                : Optional.of(LongStream.range(firstRow, rows).iterator());
    }
}
