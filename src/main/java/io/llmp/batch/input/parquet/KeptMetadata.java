package io.llmp.batch.input.parquet;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a file says by keys and values that is still true of its columns when others are added: where geometries are, which
 * calendar dates are in, what its owner put there. Descriptions of the whole schema are not: their readers would
 * not see the new columns, or refuse the file.
 */
final class KeptMetadata {

    /** Keys of Arrow, Avro, Spark, Protocol Buffers, Thrift, Pig and Iceberg for their own form of the file's schema. */
    private static final Pattern WHOLE_SCHEMA = Pattern.compile("ARROW:schema|(parquet\\.)?avro\\.schema|pig\\.schema"
            + "|iceberg\\.schema|org\\.apache\\.spark\\.sql\\.parquet\\.row\\..*|parquet\\.proto\\..*|thrift\\..*"
            + "|writer\\.model\\.name");

    /** Characters of a value that are kept with a run. */
    private static final int LONGEST = 64 << 10;

    private KeptMetadata() {}

    static Map<String, String> of(ParquetFile file) {
        Map<String, String> kept = new TreeMap<>();
        file.metadata().forEach((key, value) -> {
            if (value != null
                    && value.length() <= LONGEST
                    && !WHOLE_SCHEMA.matcher(key).matches()) {
                kept.put(key, value);
            }
        });
        return kept;
    }
}
