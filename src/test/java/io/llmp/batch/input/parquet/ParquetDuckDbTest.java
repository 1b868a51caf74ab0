package io.llmp.batch.input.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.export.RoundTrip;
import io.llmp.batch.export.csv.CsvOutput;
import io.llmp.batch.export.parquet.ParquetOutput;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.input.DuckDb;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.problem.ProblemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every type of column as DuckDB reads it: in the input, as we read it, and in the output. */
class ParquetDuckDbTest {

    private static final int ROWS = 200;
    private static final int ROWS_PER_SPLIT = 61;

    /** One of four values is null. {@code u} is a number of 64 bits that depends on the row and the place, {@code h} one of 63. */
    private static final List<Column> COLUMNS = List.of(
            new Column("BOOLEAN", "h(1) % 2 = 0", "c::VARCHAR", JsonNode::asString),
            new Column("TINYINT", "(h(1) % 256)::INT - 128", "c::VARCHAR", JsonNode::asString),
            new Column("SMALLINT", "(h(1) % 65536)::INT - 32768", "c::VARCHAR", JsonNode::asString),
            new Column("INTEGER", "(h(1) % 4294967296)::BIGINT - 2147483648", "c::VARCHAR", JsonNode::asString),
            new Column("BIGINT", "u(1)::HUGEINT - 9223372036854775808", "c::VARCHAR", JsonNode::asString),
            new Column("UTINYINT", "h(1) % 256", "c::VARCHAR", JsonNode::asString),
            new Column("USMALLINT", "h(1) % 65536", "c::VARCHAR", JsonNode::asString),
            new Column("UINTEGER", "h(1) % 4294967296", "c::VARCHAR", JsonNode::asString),
            new Column("UBIGINT", "u(1)", "c::VARCHAR", JsonNode::asString),
            new Column(
                    "FLOAT",
                    "CASE h(1) % 8 WHEN 0 THEN '-0.0' WHEN 1 THEN 'nan' WHEN 2 THEN '-inf' WHEN 3 THEN '1.4e-45'"
                            + " WHEN 4 THEN '3.4028235e38' ELSE (h(2)::DOUBLE / 1e15)::FLOAT::VARCHAR END",
                    "c::VARCHAR",
                    value -> real(value, text -> Float.toString(Float.parseFloat(text)))),
            new Column(
                    "DOUBLE",
                    "CASE h(1) % 8 WHEN 0 THEN '-0.0' WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' WHEN 3 THEN '4.9e-324'"
                            + " WHEN 4 THEN '1.7976931348623157e308' ELSE (h(2)::DOUBLE / 1e13)::VARCHAR END",
                    "c::VARCHAR",
                    value -> real(value, text -> Double.toString(Double.parseDouble(text)))),
            new Column(
                    "DECIMAL(4,1)",
                    "((h(1) % 19999)::INT - 9999)::DECIMAL(5,0) / 10",
                    "c::VARCHAR",
                    JsonNode::asString),
            new Column(
                    "DECIMAL(9,2)",
                    "((h(1) % 1999999999)::BIGINT - 999999999) * 0.01",
                    "c::VARCHAR",
                    JsonNode::asString),
            new Column(
                    "DECIMAL(18,5)",
                    "(h(1) % 999999999999999)::DECIMAL(18,0) * -0.001",
                    "c::VARCHAR",
                    JsonNode::asString),
            new Column("DECIMAL(38,10)", "u(1)::DECIMAL(20,0) * 1234567.0123456789", "c::VARCHAR", JsonNode::asString),
            new Column(
                    "VARCHAR",
                    "['', ' ', 'a\"b', chr(10) || chr(13), 'Größe', '😀', 'NULL', repeat('x', 300), h(2)::VARCHAR][(h(1) % 9)::INT + 1]",
                    "c",
                    JsonNode::asString),
            new Column(
                    "BLOB",
                    "CASE WHEN h(1) % 5 = 0 THEN ''::BLOB ELSE unhex(md5(h(2)::VARCHAR)) END",
                    "base64(c)",
                    JsonNode::asString),
            new Column("DATE", "DATE '0001-01-01' + (h(1) % 3652058)::INT", "c::VARCHAR", JsonNode::asString),
            new Column(
                    "TIME",
                    "make_time((h(1) % 24)::BIGINT, (h(2) % 60)::BIGINT, (h(3) % 60000000) / 1e6)",
                    "c::VARCHAR",
                    value -> LocalTime.parse(value.asString()).toString()),
            new Column(
                    "TIMESTAMP",
                    "make_timestamp((h(1) % 310000000000000000)::BIGINT - 60000000000000000)",
                    "epoch_us(c)",
                    ParquetDuckDbTest::micros),
            new Column(
                    "TIMESTAMP_S",
                    "make_timestamp((h(1) % 310000000000000000)::BIGINT - 60000000000000000)",
                    "epoch_us(c::TIMESTAMP)",
                    ParquetDuckDbTest::micros),
            new Column(
                    "TIMESTAMP_MS",
                    "make_timestamp((h(1) % 310000000000000000)::BIGINT - 60000000000000000)",
                    "epoch_us(c::TIMESTAMP)",
                    ParquetDuckDbTest::micros),
            new Column(
                    "TIMESTAMP_NS",
                    "make_timestamp_ns((h(1) % 9000000000000000000)::BIGINT - 4500000000000000000)",
                    "epoch_ns(c)",
                    ParquetDuckDbTest::nanos),
            new Column(
                    "TIMESTAMPTZ",
                    "make_timestamp((h(1) % 310000000000000000)::BIGINT - 60000000000000000)",
                    "epoch_us(c)",
                    ParquetDuckDbTest::micros),
            new Column("UUID", "md5(h(1)::VARCHAR)", "c::VARCHAR", JsonNode::asString),
            new Column(
                    "ENUM('red', 'green', '')",
                    "['red', 'green', ''][(h(1) % 3)::INT + 1]",
                    "c::VARCHAR",
                    JsonNode::asString),
            new Column("JSON", "'{\"a\":[' || h(1) || ',null]}'", "c::VARCHAR", JsonNode::asString),
            new Column(
                    "INTEGER[]",
                    "CASE h(1) % 3 WHEN 0 THEN [] WHEN 1 THEN [NULL] ELSE [(h(2) % 100)::INT, NULL, 7] END",
                    "to_json(c)",
                    JsonNode::toString),
            new Column(
                    "VARCHAR[][]",
                    "CASE h(1) % 4 WHEN 0 THEN [] WHEN 1 THEN [NULL, []] ELSE [['a', NULL], [h(2)::VARCHAR]] END",
                    "to_json(c)",
                    JsonNode::toString),
            new Column(
                    "MAP(VARCHAR, INTEGER)",
                    "CASE h(1) % 3 WHEN 0 THEN MAP {} ELSE MAP {'a': NULL, 'b b': (h(2) % 100)::INT} END",
                    "to_json(c)",
                    JsonNode::toString),
            new Column(
                    "STRUCT(a INTEGER, b STRUCT(c VARCHAR[]))",
                    "{'a': (h(1) % 9)::INT, 'b': CASE WHEN h(2) % 2 = 0 THEN NULL ELSE {'c': [h(3)::VARCHAR, NULL]} END}",
                    "to_json(c)",
                    JsonNode::toString),
            new Column(
                    "STRUCT(x INTEGER, y VARCHAR)[]",
                    "CASE h(1) % 3 WHEN 0 THEN [] ELSE [{'x': 1, 'y': NULL}, NULL, {'x': NULL, 'y': 'z'}] END",
                    "to_json(c)",
                    JsonNode::toString),
            Column.written(
                    "MAP(INTEGER, VARCHAR)",
                    "CASE h(1) % 3 WHEN 0 THEN MAP {} ELSE MAP {1: 'a', (h(2) % 100)::INT + 2: NULL} END"),
            Column.written(
                    "VARIANT",
                    "CASE h(1) % 3 WHEN 0 THEN {'a': h(2)}::VARIANT WHEN 1 THEN [1, 2]::VARIANT ELSE 'text'::VARIANT END"),
            Column.written("GEOMETRY", "('POINT (' || h(1) % 180 || ' ' || h(2) % 90 || ')')::GEOMETRY"));

    private static DuckDb duckDb;

    @TempDir
    private Path directory;

    /**
     * @param sql gives its values
     * @param reading gives the text that the JSON form must have, of the column {@code c}; null when only outputs are compared
     */
    private record Column(String type, String sql, @Nullable String reading, Function<JsonNode, String> form) {

        static Column written(String type, String sql) {
            return new Column(type, sql, null, JsonNode::asString);
        }

        String expression(int place) {
            String numbered = sql.replaceAll("\\bu\\((\\d)\\)", "hash(i, " + place + ", $1)")
                    .replaceAll("\\bh\\((\\d)\\)", "(hash(i, " + place + ", $1) >> 1)::BIGINT");
            return "CASE WHEN hash(i, " + place + ") % 4 = 0 THEN NULL ELSE " + numbered + " END::" + type + " AS c"
                    + place;
        }
    }

    @BeforeAll
    static void open() {
        duckDb = DuckDb.open();
    }

    @AfterAll
    static void close() throws SQLException {
        if (duckDb != null) {
            duckDb.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'CODEC UNCOMPRESSED'",
        "2, 'CODEC SNAPPY'",
        "3, 'CODEC GZIP'",
        "4, 'CODEC ZSTD, DICTIONARY_SIZE_LIMIT 1'",
        "5, 'CODEC LZ4_RAW'",
        "6, 'CODEC ZSTD, PARQUET_VERSION V2'",
        "7, 'CODEC UNCOMPRESSED, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 1'",
    })
    void filesOfDuckDbAreReadAndWrittenAgainWithEveryTypeAndValue(int seed, String options) throws Exception {
        Path input = directory.resolve("in.parquet");
        String columns = IntStream.range(0, COLUMNS.size())
                .mapToObj(place -> COLUMNS.get(place).expression(place))
                .collect(Collectors.joining(", "));
        int first = seed * ROWS;
        duckDb.run("COPY (SELECT " + columns + " FROM range(" + first + ", " + (first + ROWS) + ") AS numbers(i)) TO "
                + DuckDb.text(input) + " (FORMAT PARQUET, " + options + ")");

        Dataset dataset = new Datasets(List.of(ParquetFiles.format())).open(input.toString(), InputOptions.DEFAULT);
        List<Item> items = RoundTrip.read(dataset, ROWS_PER_SPLIT);

        for (int place = 0; place < COLUMNS.size(); place++) {
            assertReadAsDuckDbDoes(input, items, COLUMNS.get(place), "c" + place);
        }
        assertSameToDuckDb(
                input, RoundTrip.write(dataset, items, ParquetOutput.format(), directory.resolve("out.parquet")));
        assertSameAsCsv(input, RoundTrip.write(dataset, items, CsvOutput.format(), directory.resolve("out.csv")));
    }

    /** Compares the values that a CSV file has as text; empty and null are the same there. */
    private static void assertSameAsCsv(Path input, Path output) throws SQLException {
        List<String> differences = new ArrayList<>();
        List<String> none = new ArrayList<>();
        for (int place = 0; place < COLUMNS.size(); place++) {
            Column column = COLUMNS.get(place);
            if (column.reading() != null) {
                boolean nested = column.reading().startsWith("to_json");
                String type = nested || column.type().startsWith("ENUM") ? "VARCHAR" : column.type();
                String read =
                        column.type().equals("BLOB") ? "from_base64(o.c" + place + ")" : "o.c" + place + "::" + type;
                String there = nested
                        ? "to_json(i.c" + place + ")::VARCHAR"
                        : "nullif(i.c" + place + "::VARCHAR, '')::" + type;
                differences.add("count(*) FILTER (WHERE (" + read + ")::VARCHAR IS DISTINCT FROM (" + there
                        + ")::VARCHAR) || ' of c" + place + "'");
                none.add("0 of c" + place);
            }
        }
        assertThat(duckDb.rows("SELECT " + String.join(", ", differences)
                        + " FROM (SELECT *, file_row_number AS n FROM read_parquet("
                        + DuckDb.text(input)
                        + ", file_row_number = true)) AS i FULL JOIN (SELECT *, row_number() OVER () - 1 AS n"
                        + " FROM read_csv(" + DuckDb.text(output)
                        + ", header = true, all_varchar = true, quote = '\"', escape = '\"',"
                        + " delim = ',', parallel = false)) AS o USING (n)"))
                .as("values that differ")
                .containsExactly(none);
    }

    private static void assertReadAsDuckDbDoes(Path input, List<Item> items, Column column, String name)
            throws SQLException {
        if (column.reading() == null) {
            return;
        }
        String reading = column.reading().replaceAll("\\bc\\b", name);
        List<@Nullable String> expected = duckDb
                .rows("SELECT (" + reading + ")::VARCHAR FROM read_parquet(" + DuckDb.text(input)
                        + ", file_row_number = true) ORDER BY file_row_number")
                .stream()
                .map(row -> normal(column, row.get(0)))
                .toList();
        List<@Nullable String> read = new ArrayList<>();
        for (Item item : items) {
            JsonNode value = item.values().get(name);
            read.add(value.isNull() ? null : column.form().apply(value));
        }
        assertThat(read).as(column.type()).isEqualTo(expected);
    }

    /** What another writes the same value like. */
    private static @Nullable String normal(Column column, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (column.type()) {
            case "FLOAT" ->
                real(
                        JsonMapper.shared().getNodeFactory().stringNode(text),
                        value -> Float.toString(Float.parseFloat(value)));
            case "DOUBLE" ->
                real(
                        JsonMapper.shared().getNodeFactory().stringNode(text),
                        value -> Double.toString(Double.parseDouble(value)));
            case "TIME" -> LocalTime.parse(text).toString();
            default -> text;
        };
    }

    private static String real(JsonNode value, Function<String, String> number) {
        return switch (value.asString()) {
            case "nan", "NaN" -> "NaN";
            case "inf", "Infinity" -> "Infinity";
            case "-inf", "-Infinity" -> "-Infinity";
            default -> number.apply(value.asString());
        };
    }

    private static String micros(JsonNode value) {
        return sinceEpoch(value, 1_000_000);
    }

    private static String nanos(JsonNode value) {
        return sinceEpoch(value, 1_000_000_000);
    }

    private static String sinceEpoch(JsonNode value, int perSecond) {
        String text = value.asString();
        Instant instant = text.endsWith("Z")
                ? Instant.parse(text)
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        return Long.toString(instant.getEpochSecond() * perSecond + instant.getNano() / (1_000_000_000 / perSecond));
    }

    @ParameterizedTest
    @CsvSource({
        "11, UNCOMPRESSED, PARQUET_1_0, true",
        "12, SNAPPY, PARQUET_1_0, true",
        "13, GZIP, PARQUET_2_0, true",
        "14, ZSTD, PARQUET_2_0, false",
        "15, LZ4_RAW, PARQUET_1_0, false",
    })
    void filesOfJavaAreReadByDuckDbAsTheirOutputsAre(
            int seed, CompressionCodecName codec, WriterVersion version, boolean dictionary) throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("""
                message m {
                  optional boolean b; required int32 i32; optional int32 i8 (INTEGER(8,true)); optional int32 u8 (INTEGER(8,false));
                  optional int32 i16 (INTEGER(16,true)); optional int32 u16 (INTEGER(16,false)); optional int32 u32 (INTEGER(32,false));
                  optional int64 i64; optional int64 u64 (INTEGER(64,false)); optional int96 i96; optional float f; optional double d;
                  optional fixed_len_byte_array(2) f16 (FLOAT16);
                  optional int32 d32 (DECIMAL(9,2)); optional int64 d64 (DECIMAL(18,6)); optional binary db (DECIMAL(20,3));
                  optional fixed_len_byte_array(16) df (DECIMAL(38,9)); optional fixed_len_byte_array(5) ds (DECIMAL(10,0));
                  optional int32 date (DATE); optional int32 tms (TIME(MILLIS,true)); optional int32 tml (TIME(MILLIS,false));
                  optional int64 tus (TIME(MICROS,true)); optional int64 tul (TIME(MICROS,false));
                  optional int64 sms (TIMESTAMP(MILLIS,true)); optional int64 sml (TIMESTAMP(MILLIS,false));
                  optional int64 sus (TIMESTAMP(MICROS,true)); optional int64 sul (TIMESTAMP(MICROS,false));
                  optional int64 sns (TIMESTAMP(NANOS,true)); optional int64 snl (TIMESTAMP(NANOS,false));
                  optional binary text (STRING); required binary e (ENUM); optional binary j (JSON); optional binary bytes;
                  optional fixed_len_byte_array(7) fixed; optional fixed_len_byte_array(16) uuid (UUID);
                  optional group list (LIST) { repeated group list { optional double element; } }
                  optional group old (LIST) { repeated int32 array; }
                  repeated int32 bare;
                  optional group nested (LIST) { repeated group list { optional group element (LIST) {
                    repeated group list { required binary element (STRING); } } } }
                  optional group map (MAP) { repeated group key_value { required binary key (STRING); optional int64 value; } }
                  optional group other (MAP) { repeated group key_value { required int64 key; optional group value {
                    optional binary x (STRING); required int32 y (DECIMAL(5,2)); } } }
                  required group g { optional group h { optional int64 z (TIMESTAMP(MICROS,true)); } optional binary w; }
                }
                """);
        RandomRows random = new RandomRows(seed);
        List<Group> rows =
                IntStream.range(0, ROWS).mapToObj(i -> random.next(schema)).toList();
        Path input = ParquetFiles.write(
                directory.resolve("in.parquet"),
                schema,
                b -> b.withCompressionCodec(codec)
                        .withWriterVersion(version)
                        .withDictionaryEncoding(dictionary)
                        .withPageRowCountLimit(50),
                rows);

        Dataset dataset = new Datasets(List.of(ParquetFiles.format())).open(input.toString(), InputOptions.DEFAULT);
        List<Item> items = RoundTrip.read(dataset, ROWS_PER_SPLIT);

        assertThat(items).hasSize(ROWS);
        assertSameToDuckDb(
                input, RoundTrip.write(dataset, items, ParquetOutput.format(), directory.resolve("out.parquet")));
    }

    /** Compares types, and values by their text too: equality makes nothing of the sign of zero. */
    private static void assertSameToDuckDb(Path input, Path output) throws SQLException {
        List<List<@Nullable String>> columns = duckDb.rows("DESCRIBE FROM " + DuckDb.text(input));
        List<List<@Nullable String>> written = duckDb.rows("DESCRIBE FROM " + DuckDb.text(output));
        assertThat(written.subList(0, columns.size())).isEqualTo(columns);
        List<String> names = columns.stream().map(column -> column.get(0)).toList();
        String differences = names.stream()
                .map(name -> "count(*) FILTER (WHERE i.\"" + name + "\" IS DISTINCT FROM o.\"" + name + "\" OR i.\""
                        + name + "\"::VARCHAR IS DISTINCT FROM o.\"" + name + "\"::VARCHAR) || ' of " + name + "'")
                .collect(Collectors.joining(", "));
        assertThat(duckDb.rows("SELECT " + differences + " FROM read_parquet(" + DuckDb.text(input)
                        + ", file_row_number = true) AS i FULL JOIN read_parquet(" + DuckDb.text(output)
                        + ", file_row_number = true) AS o USING (file_row_number)"))
                .as("values that differ")
                .containsExactly(names.stream()
                        .<@Nullable String>map(name -> "0 of " + name)
                        .toList());
    }

    @Test
    void aCodecThatIsNotReadIsRefusedByItsName() throws Exception {
        Path input = directory.resolve("in.parquet");
        duckDb.run("COPY (SELECT 1 AS a) TO " + DuckDb.text(input) + " (FORMAT PARQUET, CODEC BROTLI)");

        assertThatThrownBy(
                        () -> new Datasets(List.of(ParquetFiles.format())).open(input.toString(), InputOptions.DEFAULT))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("compressed with BROTLI");
    }
}
