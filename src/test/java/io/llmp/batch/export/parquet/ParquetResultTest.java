package io.llmp.batch.export.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultRow;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.export.ResultSchema.OutputColumn;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.input.parquet.ParquetFiles;
import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Result files: which columns they have, that all values come back, and that none is changed in silence. */
class ParquetResultTest {

    private static final RowSchema UNTYPED = new RowSchema(List.of("id", "text"), null);

    @TempDir
    Path directory;

    @Test
    void writesInputThenOutputThenStatusAndReason() throws Exception {
        ResultSchema schema = new ResultSchema(
                UNTYPED, List.of(output("team", "{'type':'string'}"), output("urgency", "{'type':'integer'}")));
        Path file = write(
                schema,
                new ResultRow(json("{'id':'1','text':'a'}"), json("{'team':'x','urgency':5}"), "SUCCEEDED", null),
                new ResultRow(json("{'id':'2'}"), null, "SKIPPED", "MALFORMED_ROW"),
                new ResultRow(json("{'other':1,'text':'c'}"), json("{'urgency':null,'more':1}"), "REUSED", null));

        assertThat(ParquetFiles.read(file))
                .extracting(Object::toString)
                .containsExactly(
                        "{\"id\":\"1\",\"text\":\"a\",\"team\":\"x\",\"urgency\":5,\"llmp_status\":\"SUCCEEDED\",\"llmp_reason\":null}",
                        "{\"id\":\"2\",\"text\":null,\"team\":null,\"urgency\":null,\"llmp_status\":\"SKIPPED\",\"llmp_reason\":\"MALFORMED_ROW\"}",
                        "{\"id\":null,\"text\":\"c\",\"team\":null,\"urgency\":null,\"llmp_status\":\"REUSED\",\"llmp_reason\":null}");
    }

    @Test
    void writesAFileWithoutRows() throws Exception {
        Path file = write(new ResultSchema(UNTYPED, List.of()));

        assertThat(ParquetFiles.read(file, 0)).isEmpty();
        assertThat(ParquetFiles.format().schema(file, InputOptions.DEFAULT).columns())
                .containsExactly("id", "text", "llmp_status", "llmp_reason");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'string','maxLength':5} | 'abc' | 'abc' | 'string'",
                "{'type':['string','null']} | 'abc' | 'abc' | 'string'",
                "{'enum':['a','b',null]} | 'a' | 'a' | 'string'",
                "{'const':'a'} | 'a' | 'a' | 'string'",
                "{'type':'integer'} | 9223372036854775807 | 9223372036854775807 | 'long'",
                "{'type':'integer'} | 5.0 | 5 | 'long'",
                "{'type':'integer'} | 1e3 | 1000 | 'long'",
                "{'type':'number'} | 3 | 3.0 | 'double'",
                "{'type':'number'} | 0.1 | 0.1 | 'double'",
                "{'type':'boolean'} | false | false | 'boolean'",
                "{'type':'array','items':{'type':'string'}} | ['a',null] | ['a',null] | {'type':'array','items':['null','string']}",
                "{'type':'array','items':{'type':'integer'}} | [] | [] | {'type':'array','items':['null','long']}",
                "{'type':'object','additionalProperties':false,'properties':{'a b':{'type':'integer'},'c':{'type':'object','properties':{'d':{'type':'boolean'}}}}}"
                        + " | {'a b':1,'c':{'d':true,'e':1}} | {'a b':1,'c':{'d':true}}"
                        + " | {'type':'record','name':'type1','fields':[{'name':'a_b','column':'a b','type':['null','long']},"
                        + "{'name':'c','type':['null',{'type':'record','name':'type2','fields':[{'name':'d','type':['null','boolean']}]}]}]}",
            })
    void givesOutputPropertiesTheTypeOfTheirSchema(String schema, String value, String expected, String avro)
            throws Exception {
        Path file = write(
                new ResultSchema(UNTYPED, List.of(output("v", schema))), answer("{'v':" + value + "}"), answer("{}"));

        assertThat(ParquetFiles.read(file))
                .extracting(row -> row.get("v").toString())
                .containsExactly(expected.replace('\'', '"'), "null");
        String text = ParquetFiles.format().schema(file, InputOptions.DEFAULT).avro();
        assertThat(JsonMapper.shared().readTree(text).at("/fields/2/type"))
                .isEqualTo(JsonMapper.shared().readTree("[\"null\"," + avro.replace('\'', '"') + "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 'abc'",
                "true | {'a':[1,2.50]}",
                "{'anyOf':[{'type':'string'},{'type':'null'}]} | 'abc'",
                "{'enum':['a',1]} | 1",
                "{'type':['string','integer']} | 1",
                "{'type':'array'} | [1]",
                "{'type':'array','items':{'type':'object','properties':{'a':{'type':'string'}}}} | [{'a':'x'}]",
                "{'type':'array','prefixItems':[{'type':'string'}],'items':{'type':'string'}} | ['a']",
                "{'type':'object'} | {'a':1}",
                "{'type':'object','properties':{'a':{}}} | {'a':1}",
                "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':true} | {'a':'x','b':'y'}",
                "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':{'type':'string'}} | {'a':'x','b':'y'}",
                "{'$ref':'#/$defs/x'} | {'a':1}",
            })
    void keepsOtherOutputAsCompactJson(String schema, String value) throws Exception {
        Path file = write(
                new ResultSchema(UNTYPED, List.of(output("v", schema))),
                answer("{'v':" + value + "}"),
                answer("{'v':null}"),
                answer("{}"));

        assertThat(ParquetFiles.read(file))
                .extracting(row -> row.get("v").stringValue(null))
                .containsExactly(value.replace('\'', '"'), null, null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'integer'} | 9223372036854775808",
                "{'type':'integer'} | 1e999999999",
                "{'type':'integer'} | 0.5",
                "{'type':'integer'} | '5'",
                "{'type':'number'} | 1e400",
                "{'type':'boolean'} | 'true'",
                "{'type':'array','items':{'type':'integer'}} | {'a':1}",
                "{'type':'array','items':{'type':'integer'}} | [1,'x']",
                "{'type':'object','properties':{'a':{'type':'string'}}} | 'x'",
            })
    void failsRatherThanLoseAValueThatDoesNotFit(String schema, String value) {
        ResultSchema result = new ResultSchema(UNTYPED, List.of(output("v", schema)));

        assertThatThrownBy(() -> write(result, answer("{}"), answer("{'v':" + value + "}")))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(ProblemException.Kind.FAILED);
                    assertThat(problem.problem()).startsWith("Row 2 cannot be written as Parquet: column v");
                });
    }

    @Test
    void doesNotPassOffAFileAsWholeAfterAFailure() throws Exception {
        ResultSchema schema = new ResultSchema(UNTYPED, List.of(output("v", "{'type':'integer'}")));
        ResultFormat.Writer writer =
                new ParquetResultFormat().open(Files.newOutputStream(directory.resolve("out.parquet")), schema);
        assertThatThrownBy(() -> writer.write(answer("{'v':'x'}"))).isInstanceOf(ProblemException.class);

        assertThatThrownBy(() -> writer.write(answer("{'v':1}"))).isInstanceOf(IOException.class);
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
    }

    @Test
    void writesTextWithHalfASurrogatePair() throws Exception {
        Path file = write(
                new ResultSchema(UNTYPED, List.of(output("v", "{'type':'string'}"))), answer("{'v':'a\\uD83D😀'}"));

        assertThat(ParquetFiles.read(file).get(0).get("v").stringValue()).isEqualTo("a?😀");
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        for (String name : List.of("text", "llmp_status")) {
            assertThatThrownBy(() -> write(new ResultSchema(UNTYPED, List.of(output(name, "{}")))))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("two columns named " + name);
        }
    }

    @Test
    void isReadByTheLibrarysOwnReader() throws Exception {
        ResultSchema schema =
                new ResultSchema(UNTYPED, List.of(output("tags", "{'type':'array','items':{'type':'string'}}")));
        Path file = write(schema, answer("{'tags':['a',null]}"));

        PlainParquetConfiguration configuration = new PlainParquetConfiguration();
        configuration.setBoolean("parquet.avro.add-list-element-records", false);
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file))
                .withConf(configuration)
                .build()) {
            assertThat(reader.read())
                    .hasToString(
                            "{\"id\": null, \"text\": null, \"tags\": [\"a\", null], \"llmp_status\": \"SUCCEEDED\", \"llmp_reason\": null}");
        }
    }

    @Test
    void writesRowsThatOurReaderCanStartAtAnywhere() throws Exception {
        ResultSchema schema = new ResultSchema(UNTYPED, List.of(output("n", "{'type':'integer'}")));
        List<ResultRow> rows = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            rows.add(answer("{'n':" + i + "}"));
        }
        Path file = write(schema, rows.toArray(ResultRow[]::new));

        assertThat(ParquetFiles.format().index(file, InputOptions.DEFAULT).marks())
                .hasSize(5);
        assertThat(ParquetFiles.read(file, 3))
                .hasSize(2_000)
                .first()
                .extracting(row -> row.get("n").intValue())
                .isEqualTo(3_000);
    }

    private Path write(ResultSchema schema, ResultRow... rows) throws IOException {
        Path file = directory.resolve("out.parquet");
        try (ResultFormat.Writer writer = new ParquetResultFormat().open(Files.newOutputStream(file), schema)) {
            for (ResultRow row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    private static ResultRow answer(@Nullable String output) {
        return new ResultRow(json("{}"), output == null ? null : json(output), "SUCCEEDED", null);
    }

    private static OutputColumn output(String name, String schema) {
        return new OutputColumn(name, JsonMapper.shared().readTree(schema.replace('\'', '"')));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared()
                .readerFor(ObjectNode.class)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(text.replace('\'', '"'));
    }
}
