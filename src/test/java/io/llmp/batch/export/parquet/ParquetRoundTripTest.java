package io.llmp.batch.export.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultRow;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.input.parquet.ParquetFiles;
import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Input columns keep their types and values: what is written and read again has the Avro type it began with. */
class ParquetRoundTripTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'boolean' | true",
                "'int' | -2147483648",
                "'long' | 9223372036854775807",
                "'float' | 0.1",
                "'float' | 'NaN'",
                "'float' | -0.0",
                "'double' | -0.0",
                "{'type':'float','parquet':'FLOAT16'} | 0.5",
                "{'type':'float','parquet':'FLOAT16'} | -0.0",
                "{'type':'float','parquet':'FLOAT16'} | 65504.0",
                "{'type':'float','parquet':'FLOAT16'} | -5.9604645E-8",
                "{'type':'float','parquet':'FLOAT16'} | 6.097555E-5",
                "{'type':'float','parquet':'FLOAT16'} | 6.1035156E-5",
                "{'type':'float','parquet':'FLOAT16'} | 'NaN'",
                "{'type':'float','parquet':'FLOAT16'} | '-Infinity'",
                "{'type':'bytes','parquet':'GEOMETRY','crs':'EPSG:4326'} | 'AQEAAAAAAAAAAADwPwAAAAAAAABA'",
                "{'type':'bytes','parquet':'GEOMETRY','crs':null} | 'AQI='",
                "{'type':'bytes','parquet':'GEOGRAPHY','crs':'OGC:CRS84','algorithm':'KARNEY'} | 'AQI='",
                "{'type':'record','name':'type1','fields':[{'name':'metadata','type':'bytes'},{'name':'value','type':['null','bytes']},"
                        + "{'name':'typed_value','type':['null','int']}],'logicalType':'variant'}"
                        + " | {'metadata':'AQAA','value':null,'typed_value':7}",
                "'double' | 'Infinity'",
                "'double' | '-Infinity'",
                "'double' | 4.9E-324",
                "'string' | 'Größe'",
                "'bytes' | '/w=='",
                "'bytes' | ''",
                "{'type':'int','parquet':'INT_8'} | -128",
                "{'type':'int','parquet':'INT_16'} | -32768",
                "{'type':'int','parquet':'UINT_8'} | 255",
                "{'type':'int','parquet':'UINT_16'} | 65535",
                "{'type':'long','parquet':'UINT_32'} | 4294967295",
                "{'type':'bytes','logicalType':'decimal','precision':20,'scale':0,'parquet':'UINT_64'} | 18446744073709551615",
                "{'type':'bytes','parquet':'INT32','logicalType':'decimal','precision':9,'scale':2} | 10.50",
                "{'type':'bytes','parquet':'INT64','logicalType':'decimal','precision':18,'scale':18} | -0.000000000000000001",
                "{'type':'bytes','logicalType':'decimal','precision':40,'scale':5} | 12345678901234567890123456789012345.00000",
                "{'type':'fixed','name':'type1','size':5,'logicalType':'decimal','precision':10,'scale':2} | -0.01",
                "{'type':'fixed','name':'type1','size':5,'logicalType':'decimal','precision':10,'scale':2} | 0.00",
                "{'type':'bytes','parquet':'INT32','logicalType':'decimal','precision':4,'scale':2} | -21474836.48",
                "{'type':'bytes','parquet':'INT64','logicalType':'decimal','precision':10,'scale':2} | 92233720368547758.07",
                "{'type':'bytes','logicalType':'decimal','precision':3,'scale':1} | 12345678901234567890.5",
                "{'type':'fixed','name':'type1','size':5,'logicalType':'decimal','precision':3,'scale':2} | 5497558138.87",
                "{'type':'int','logicalType':'date'} | '2022-01-08'",
                "{'type':'int','logicalType':'date'} | '+10000-01-01'",
                "{'type':'int','logicalType':'time-millis'} | '23:59:59.999'",
                "{'type':'int','logicalType':'time-millis','parquet':'LOCAL'} | '00:00:00'",
                "{'type':'long','logicalType':'time-micros'} | '00:00:00.000001'",
                "{'type':'long','logicalType':'time-nanos'} | '00:00:00.000000001'",
                "{'type':'long','logicalType':'timestamp-millis'} | '1969-12-31T23:59:59.999Z'",
                "{'type':'long','logicalType':'timestamp-micros'} | '+294247-01-10T04:00:54.775807Z'",
                "{'type':'long','logicalType':'timestamp-micros'} | '-290308-12-21T19:59:05.224192Z'",
                "{'type':'long','logicalType':'timestamp-nanos'} | '1677-09-21T00:12:43.145224192Z'",
                "{'type':'long','logicalType':'local-timestamp-millis'} | '1970-01-01T00:00:00'",
                "{'type':'long','logicalType':'local-timestamp-nanos'} | '1970-01-01T00:00:00.000000001'",
                "{'type':'fixed','name':'type1','size':12,'parquet':'INT96'} | '0001-01-01T00:00:00.000000001Z'",
                "{'type':'fixed','name':'type1','size':3} | 'AQID'",
                "{'type':'string','logicalType':'uuid'} | '00010203-0405-0607-0809-0a0b0c0d0e0f'",
                "{'type':'string','parquet':'ENUM'} | 'RED'",
                "{'type':'string','parquet':'JSON'} | '{}'",
                "{'type':'bytes','parquet':'BSON'} | 'AQI='",
                "{'type':'array','items':['null','int']} | [1,null,3]",
                "{'type':'array','items':'int'} | []",
                "{'type':'array','items':['null',{'type':'array','items':'int'}]} | [[1],[],null]",
                "{'type':'map','values':['null','double']} | {'a':0.5,'b':null}",
                "{'type':'map','values':'int'} | {}",
                "{'type':'array','items':{'type':'record','name':'type1','fields':[{'name':'key','type':'int'},"
                        + "{'name':'value','type':['null','string']}]},'logicalType':'map'} | [{'key':7,'value':null}]",
                "{'type':'array','items':{'type':'record','name':'type1','fields':[{'name':'key','type':['null','string']},"
                        + "{'name':'value','type':['null','int']}]},'logicalType':'map'}"
                        + " | [{'key':'a','value':1},{'key':null,'value':null},{'key':'a','value':2}]",
                "{'type':'array','items':{'type':'record','name':'type1','fields':[{'name':'key','type':'string'}]},"
                        + "'logicalType':'map'} | [{'key':'a'},{'key':'b'}]",
                "{'type':'array','items':{'type':'record','name':'type1','fields':[{'name':'key','type':'string'},"
                        + "{'name':'value','type':'int'},{'name':'more','type':['null','int']}]},'logicalType':'map'}"
                        + " | [{'key':'a','value':1,'more':2}]",
                "{'type':'record','name':'type1','fields':[{'name':'a','type':['null',{'type':'record','name':'type2',"
                        + "'fields':[{'name':'b','type':'int'}]}]},{'name':'c_d','column':'c-d','type':['null','int']}]}"
                        + " | {'a':{'b':1},'c-d':null}",
            })
    void keepsEveryTypeAndValue(String avro, String value) throws Exception {
        String type = avro.replace('\'', '"');
        RowSchema schema = schema("[\"null\"," + type + "]");
        JsonNode json = JsonMapper.shared().readTree(value.replace('\'', '"'));
        JsonNode exact = value.contains(".") && avro.contains("decimal")
                ? JsonMapper.shared().getNodeFactory().numberNode(new BigDecimal(value))
                : json;

        Path file = write(schema, exact, null, exact);

        assertThat(ParquetFiles.read(file))
                .extracting(row -> row.get("the v").toString())
                .containsExactly(exact.toString(), "null", exact.toString());
        String again = ParquetFiles.format().schema(file, InputOptions.DEFAULT).avro();
        assertThat(JsonMapper.shared().readTree(again).at("/fields/0"))
                .isEqualTo(JsonMapper.shared().readTree(schema.avro()).at("/fields/0"));
    }

    @Test
    void keepsAColumnOfNothing() throws Exception {
        Path file = write(schema("\"null\""), null, null);

        assertThat(ParquetFiles.read(file))
                .extracting(row -> row.get("the v").isNull())
                .containsExactly(true, true);
        assertThat(JsonMapper.shared()
                        .readTree(ParquetFiles.format()
                                .schema(file, InputOptions.DEFAULT)
                                .avro())
                        .at("/fields/0/type")
                        .stringValue())
                .isEqualTo("null");
    }

    /** Parquet's writers refuse a group without fields, which its readers read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'record','name':'type1','fields':[]} | {} | '{}'",
                "{'type':'array','items':{'type':'record','name':'type1','fields':[]}} | [{},{}] | ['{}','{}']",
                "{'type':'record','name':'type1','fields':[{'name':'a','type':{'type':'record','name':'type2','fields':[]}}]}"
                        + " | {'a':{}} | {'a':'{}'}",
            })
    void keepsARecordOfNothingAsJson(String avro, String value, String written) throws Exception {
        RowSchema schema = schema("[\"null\"," + avro.replace('\'', '"') + "]");
        Path file = write(schema, JsonMapper.shared().readTree(value.replace('\'', '"')), null);
        assertThat(ParquetFiles.read(file))
                .extracting(row -> row.get("the v").toString())
                .containsExactly(written.replace('\'', '"'), "null");
    }

    @Test
    void columnsThatCannotBeWrittenAreFoundBeforeThereIsARow() {
        ResultSchema twice = new ResultSchema(new RowSchema(List.of("a", "a"), null), List.of());
        assertThatThrownBy(() -> new ParquetResultFormat().verify(twice))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("two columns named a");
        assertThatCode(() -> new ParquetResultFormat().verify(new ResultSchema(schema("\"int\""), List.of())))
                .doesNotThrowAnyException();
    }

    @Test
    void saysThatTheMarkOfADurationIsNotWritten() {
        String fields = "{'type':'record','name':'type1','fields':[{'name':'d','type':"
                + "{'type':'fixed','name':'type2','size':12,'logicalType':'duration'}}]}";
        assertThat(new ParquetResultFormat().losses(new ResultSchema(schema(fields.replace('\'', '"')), List.of())))
                .containsExactly(
                        "The output has the values of type INTERVAL in column the v as their 12 bytes, without that type.");
        assertThat(new ParquetResultFormat().losses(new ResultSchema(schema("\"int\""), List.of())))
                .isEmpty();
    }

    @Test
    void keepsWhatTheInputSaysOfItsColumns() throws Exception {
        RowSchema schema = new RowSchema(List.of("the v"), schema("\"int\"").avro(), Map.of("geo", "{}"));
        Path file = write(schema, JsonMapper.shared().readTree("1"));

        assertThat(ParquetFiles.format().schema(file, InputOptions.DEFAULT).metadata())
                .isEqualTo(Map.of("geo", "{}"));
    }

    @Test
    void writesADurationAsItsBytes() throws Exception {
        String fixed = "{\"type\":\"fixed\",\"name\":\"type1\",\"size\":12}";
        JsonNode value = JsonMapper.shared().readTree("\"AQAAAAIAAAADAAAA\"");
        Path file = write(schema(fixed.replace("}", ",\"logicalType\":\"duration\"}")), value);

        assertThat(ParquetFiles.read(file)).extracting(row -> row.get("the v")).containsExactly(value);
        assertThat(JsonMapper.shared()
                        .readTree(ParquetFiles.format()
                                .schema(file, InputOptions.DEFAULT)
                                .avro())
                        .at("/fields/0/type/1"))
                .isEqualTo(JsonMapper.shared().readTree(fixed));
    }

    @Test
    void takesRowsWithoutAColumnThatTheInputRequires() throws Exception {
        assertThat(ParquetFiles.read(write(schema("\"long\""), null, null))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'int' | 2147483648",
                "{'type':'int','parquet':'UINT_8'} | 256",
                "{'type':'float','parquet':'FLOAT16'} | 65520.0",
                "{'type':'float','parquet':'FLOAT16'} | 0.1",
                "{'type':'long','parquet':'UINT_32'} | -1",
                "{'type':'bytes','parquet':'INT32','logicalType':'decimal','precision':4,'scale':2} | 21474836.48",
                "{'type':'bytes','parquet':'INT64','logicalType':'decimal','precision':4,'scale':2} | 92233720368547758.08",
                "{'type':'fixed','name':'type1','size':5,'logicalType':'decimal','precision':3,'scale':2} | 5497558138.88",
                "{'type':'bytes','parquet':'INT32','logicalType':'decimal','precision':4,'scale':2} | 0.125",
                "{'type':'long','logicalType':'timestamp-millis'} | '1970-01-01T00:00:00.000000001Z'",
                "{'type':'long','logicalType':'timestamp-nanos'} | '9999-01-01T00:00:00Z'",
                "{'type':'int','logicalType':'date'} | 'yesterday'",
                "{'type':'fixed','name':'type1','size':3} | 'AQ=='",
                "'bytes' | '!'",
                "'double' | 'much'",
                "{'type':'array','items':'int'} | [null]",
                "{'type':'record','name':'type1','fields':[{'name':'a','type':'int'}]} | {}",
            })
    void failsRatherThanChangeAValue(String avro, String value) {
        RowSchema schema = schema(avro.replace('\'', '"'));
        JsonNode json = JsonMapper.shared().readTree(value.replace('\'', '"'));

        assertThatThrownBy(() -> write(schema, json))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Row 1 cannot be written")
                .hasMessageContaining("column the v");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheSampleDataset(boolean typed) throws Exception {
        Path sample = Path.of("sample-data", "reviews.parquet");
        RowSchema read = ParquetFiles.format().schema(sample, InputOptions.DEFAULT);
        RowSchema schema = typed ? read : new RowSchema(read.columns(), null);
        List<ObjectNode> rows = ParquetFiles.read(sample);
        Path file = directory.resolve("out.parquet");
        try (ResultFormat.Writer writer =
                new ParquetResultFormat().open(Files.newOutputStream(file), new ResultSchema(schema, List.of()))) {
            for (ObjectNode row : rows) {
                writer.write(new ResultRow(row, null, "SUCCEEDED", null));
            }
        }

        List<ObjectNode> again = ParquetFiles.read(file);
        again.forEach(row -> row.remove(List.of("llmp_status", "llmp_reason")));
        if (typed) {
            assertThat(again).isEqualTo(rows);
        } else {
            assertThat(again.get(7).get("product").stringValue())
                    .isEqualTo(rows.get(7).get("product").toString());
        }
    }

    private static RowSchema schema(String type) {
        return new RowSchema(
                List.of("the v"),
                "{\"type\":\"record\",\"name\":\"row\",\"fields\":[{\"name\":\"the_v\",\"column\":\"the v\",\"type\":"
                        + type + "}]}");
    }

    private Path write(RowSchema schema, @Nullable JsonNode... values) throws IOException {
        Path file = directory.resolve("out.parquet");
        try (ResultFormat.Writer writer =
                new ParquetResultFormat().open(Files.newOutputStream(file), new ResultSchema(schema, List.of()))) {
            for (JsonNode value : values) {
                ObjectNode row = JsonMapper.shared().createObjectNode();
                if (value != null) {
                    row.set("the v", value);
                }
                writer.write(new ResultRow(row, null, "SUCCEEDED", null));
            }
        }
        return file;
    }
}
