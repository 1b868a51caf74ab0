package io.llmp.batch.input.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Every type of column: its JSON form and its Avro type. */
class ParquetTypesTest {

    @TempDir
    Path directory;

    static Stream<Arguments> values() {
        return Stream.of(
                type("boolean v", set(g -> g.add("v", true)), "true", "\"boolean\""),
                type("int32 v", set(g -> g.add("v", -7)), "-7", "\"int\""),
                type("int32 v (INTEGER(8,true))", set(g -> g.add("v", -7)), "-7", "{'type':'int','parquet':'INT_8'}"),
                type(
                        "int32 v (INTEGER(8,false))",
                        set(g -> g.add("v", 255)),
                        "255",
                        "{'type':'int','parquet':'UINT_8'}"),
                type(
                        "int32 v (INTEGER(16,false))",
                        set(g -> g.add("v", 65535)),
                        "65535",
                        "{'type':'int','parquet':'UINT_16'}"),
                type(
                        "int32 v (INTEGER(32,false))",
                        set(g -> g.add("v", -1)),
                        "4294967295",
                        "{'type':'long','parquet':'UINT_32'}"),
                type("int64 v", set(g -> g.add("v", Long.MIN_VALUE)), "-9223372036854775808", "\"long\""),
                type(
                        "int64 v (INTEGER(64,false))",
                        set(g -> g.add("v", -1L)),
                        "18446744073709551615",
                        "{'type':'bytes','logicalType':'decimal','precision':20,'scale':0,'parquet':'UINT_64'}"),
                type("float v", set(g -> g.add("v", 0.1f)), "0.1", "\"float\""),
                type("float v", set(g -> g.add("v", Float.NEGATIVE_INFINITY)), "\"-Infinity\"", "\"float\""),
                type("double v", set(g -> g.add("v", 1e300)), "1.0E300", "\"double\""),
                type("double v", set(g -> g.add("v", Double.NaN)), "\"NaN\"", "\"double\""),
                type("double v", set(g -> g.add("v", Double.POSITIVE_INFINITY)), "\"Infinity\"", "\"double\""),
                type(
                        "fixed_len_byte_array(2) v (FLOAT16)",
                        bytes(0x00, 0x3c),
                        "1.0",
                        "{'type':'float','parquet':'FLOAT16'}"),
                type(
                        "fixed_len_byte_array(2) v (FLOAT16)",
                        bytes(0x01, 0x80),
                        "-5.9604645E-8",
                        "{'type':'float','parquet':'FLOAT16'}"),
                type(
                        "fixed_len_byte_array(2) v (FLOAT16)",
                        bytes(0x00, 0xfc),
                        "\"-Infinity\"",
                        "{'type':'float','parquet':'FLOAT16'}"),
                type(
                        "fixed_len_byte_array(2) v (FLOAT16)",
                        bytes(0xff, 0x7b),
                        "65504.0",
                        "{'type':'float','parquet':'FLOAT16'}"),
                type(
                        "int32 v (DECIMAL(9,2))",
                        set(g -> g.add("v", 1050)),
                        "10.50",
                        "{'type':'bytes','parquet':'INT32','logicalType':'decimal','precision':9,'scale':2}"),
                type(
                        "int64 v (DECIMAL(18,3))",
                        set(g -> g.add("v", -1L)),
                        "-0.001",
                        "{'type':'bytes','parquet':'INT64','logicalType':'decimal','precision':18,'scale':3}"),
                type(
                        "binary v (DECIMAL(40,5))",
                        bytes(0x12, 0x34),
                        "0.04660",
                        "{'type':'bytes','logicalType':'decimal','precision':40,'scale':5}"),
                type(
                        "fixed_len_byte_array(5) v (DECIMAL(10,2))",
                        bytes(0xff, 0xff, 0xff, 0xff, 0xff),
                        "-0.01",
                        "{'type':'fixed','name':'type1','size':5,'logicalType':'decimal','precision':10,'scale':2}"),
                type(
                        "int32 v (DATE)",
                        set(g -> g.add("v", 19_000)),
                        "\"2022-01-08\"",
                        "{'type':'int','logicalType':'date'}"),
                type(
                        "int32 v (DATE)",
                        set(g -> g.add("v", -719_162)),
                        "\"0001-01-01\"",
                        "{'type':'int','logicalType':'date'}"),
                type(
                        "int32 v (TIME(MILLIS,true))",
                        set(g -> g.add("v", 3_600_000)),
                        "\"01:00:00\"",
                        "{'type':'int','logicalType':'time-millis'}"),
                type(
                        "int64 v (TIME(MICROS,false))",
                        set(g -> g.add("v", 1L)),
                        "\"00:00:00.000001\"",
                        "{'type':'long','logicalType':'time-micros','parquet':'LOCAL'}"),
                type(
                        "int64 v (TIME(NANOS,true))",
                        set(g -> g.add("v", 86_399_999_999_999L)),
                        "\"23:59:59.999999999\"",
                        "{'type':'long','logicalType':'time-nanos'}"),
                type(
                        "int64 v (TIMESTAMP(MILLIS,true))",
                        set(g -> g.add("v", -1L)),
                        "\"1969-12-31T23:59:59.999Z\"",
                        "{'type':'long','logicalType':'timestamp-millis'}"),
                type(
                        "int64 v (TIMESTAMP(MICROS,true))",
                        set(g -> g.add("v", 1_700_000_000_000_001L)),
                        "\"2023-11-14T22:13:20.000001Z\"",
                        "{'type':'long','logicalType':'timestamp-micros'}"),
                type(
                        "int64 v (TIMESTAMP(NANOS,true))",
                        set(g -> g.add("v", Long.MIN_VALUE)),
                        "\"1677-09-21T00:12:43.145224192Z\"",
                        "{'type':'long','logicalType':'timestamp-nanos'}"),
                type(
                        "int64 v (TIMESTAMP(MILLIS,false))",
                        set(g -> g.add("v", 0L)),
                        "\"1970-01-01T00:00:00\"",
                        "{'type':'long','logicalType':'local-timestamp-millis'}"),
                type(
                        "int96 v",
                        int96(2_440_589, 1),
                        "\"1970-01-02T00:00:00.000000001Z\"",
                        "{'type':'fixed','name':'type1','size':12,'parquet':'INT96'}"),
                type(
                        "int96 v",
                        int96(1_721_426, 0),
                        "\"0001-01-01T00:00:00Z\"",
                        "{'type':'fixed','name':'type1','size':12,'parquet':'INT96'}"),
                type("binary v (STRING)", set(g -> g.add("v", "Größe \uFFFD 😀")), "\"Größe \uFFFD 😀\"", "\"string\""),
                type("binary v (ENUM)", set(g -> g.add("v", "RED")), "\"RED\"", "{'type':'string','parquet':'ENUM'}"),
                type("binary v (JSON)", set(g -> g.add("v", "{}")), "\"{}\"", "{'type':'string','parquet':'JSON'}"),
                type("binary v (BSON)", bytes(1, 2), "\"AQI=\"", "{'type':'bytes','parquet':'BSON'}"),
                type("binary v", bytes(0xff), "\"/w==\"", "\"bytes\""),
                type(
                        "fixed_len_byte_array(3) v",
                        bytes(1, 2, 3),
                        "\"AQID\"",
                        "{'type':'fixed','name':'type1','size':3}"),
                type(
                        "group v (VARIANT(1)) { required binary metadata; required binary value; }",
                        g -> {
                            Binary bytes = Binary.fromConstantByteArray(new byte[] {1, 0, 0});
                            g.addGroup("v").append("metadata", bytes).append("value", bytes);
                        },
                        "{\"metadata\":\"AQAA\",\"value\":\"AQAA\"}",
                        "{'type':'record','name':'type1','fields':[{'name':'metadata','type':'bytes'},"
                                + "{'name':'value','type':'bytes'}],'logicalType':'variant'}"),
                type(
                        "fixed_len_byte_array(12) v (INTERVAL)",
                        bytes(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0),
                        "\"AQAAAAIAAAADAAAA\"",
                        "{'type':'fixed','name':'type1','size':12,'logicalType':'duration'}"),
                type(
                        "fixed_len_byte_array(16) v (UUID)",
                        bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
                        "\"00010203-0405-0607-0809-0a0b0c0d0e0f\"",
                        "{'type':'string','logicalType':'uuid'}"));
    }

    @ParameterizedTest(name = "{0} = {2}")
    @MethodSource("values")
    void readsEachTypeInItsJsonForm(String field, Consumer<Group> value, String json, String avro) throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { optional " + field + (field.endsWith("}") ? " }" : "; }"));
        Group filled = ParquetFiles.row(schema, value);
        Group empty = ParquetFiles.row(schema, row -> {});
        Path file =
                ParquetFiles.write(directory.resolve("types.parquet"), schema, b -> b, List.of(filled, empty, filled));

        assertThat(ParquetFiles.read(file))
                .extracting(Object::toString)
                .containsExactly("{\"v\":" + json + "}", "{\"v\":null}", "{\"v\":" + json + "}");
        String text = ParquetFiles.format().schema(file, InputOptions.DEFAULT).avro();
        assertThat(JsonMapper.shared().readTree(text).at("/fields/0/type/1"))
                .isEqualTo(JsonMapper.shared().readTree(avro.replace('\'', '"')));
        assertThat(new Schema.Parser().parse(text).getFields()).hasSize(1);
    }

    @Test
    void keepsDecimalsExactAtAnySize() throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("message m { required binary v (DECIMAL(60,30)); }");
        BigInteger unscaled = new BigInteger("123456789012345678901234567890123456789012345678901234567890");
        Group row = ParquetFiles.row(
                schema,
                g -> g.add("v", Binary.fromConstantByteArray(unscaled.negate().toByteArray())));
        Path file = ParquetFiles.write(directory.resolve("d.parquet"), schema, b -> b, List.of(row));

        assertThat(ParquetFiles.read(file).get(0).get("v").decimalValue())
                .isEqualTo(new BigDecimal(unscaled.negate(), 30));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "required binary v (STRING) | 61c3 | text that is not UTF-8",
                "required binary v (ENUM) | ff | text that is not UTF-8",
                "required binary v (JSON) | ff | text that is not UTF-8",
                "required binary v (DECIMAL(9,2)) | '' | a decimal of 0 bytes",
                "required int32 v (TIME(MILLIS,true)) | -1 | a time that is not within a day",
                "required int64 v (TIME(MICROS,false)) | 86400000000 | a time that is not within a day",
                "required int64 v (TIME(NANOS,true)) | -1 | a time that is not within a day",
            })
    void aValueThatCannotBeReadIsItsRowsAndItsColumnsProblem(String field, String value, String problem)
            throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { required int64 id; required group g { " + field + "; } }");
        List<Group> rows = new ArrayList<>();
        for (long id = 0; id < 5; id++) {
            boolean bad = id == 1 || id == 3;
            rows.add(ParquetFiles.row(schema, row -> add(row, schema, bad, value)));
            rows.get((int) id).add("id", id);
        }
        Path file = ParquetFiles.write(directory.resolve("t.parquet"), schema, b -> b, rows);

        List<Item> items = new ArrayList<>();
        try (ItemCursor cursor =
                ParquetFiles.format().open(file, InputOptions.DEFAULT, new FileIndex.Mark(0, 0), 100)) {
            for (Item item = cursor.next(); item != null; item = cursor.next()) {
                items.add(item);
            }
        }
        assertThat(items).extracting(Item::index).containsExactly(100L, 101L, 102L, 103L, 104L);
        assertThat(items)
                .extracting(item -> item.values().get("id").longValue())
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(items.get(1)).isInstanceOfSatisfying(Item.Unreadable.class, item -> {
            assertThat(item.problems())
                    .isEqualTo(Map.of("g", "Row 2 of " + file + " cannot be read: column g.v holds " + problem + "."));
            assertThat(item.values().get("g").isNull()).isTrue();
        });
        assertThat(items.get(3)).isInstanceOf(Item.Unreadable.class);
        assertThat(items.get(2)).isInstanceOf(Item.Row.class);
        assertThat(items.get(4)).isInstanceOf(Item.Row.class);
    }

    private static void add(Group row, MessageType schema, boolean bad, String value) {
        PrimitiveTypeName type =
                schema.getType("g").asGroupType().getType("v").asPrimitiveType().getPrimitiveTypeName();
        Group g = row.addGroup("g");
        switch (type) {
            case INT32 -> g.add("v", bad ? Integer.parseInt(value) : 0);
            case INT64 -> g.add("v", bad ? Long.parseLong(value) : 0);
            default ->
                g.add("v", Binary.fromConstantByteArray(bad ? HexFormat.of().parseHex(value) : new byte[] {'1'}));
        }
    }

    private static Arguments type(String field, Consumer<Group> value, String json, String avro) {
        return Arguments.of(field, value, json, avro);
    }

    private static Consumer<Group> set(Consumer<Group> value) {
        return value;
    }

    private static Consumer<Group> bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return group -> group.add("v", Binary.fromConstantByteArray(bytes));
    }

    private static Consumer<Group> int96(int day, long nanos) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(nanos).putInt(day);
        return group -> group.add("v", Binary.fromConstantByteArray(bytes.array()));
    }
}
