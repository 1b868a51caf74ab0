package io.llmp.batch.export.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultRow;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.input.columns.RowSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CsvResultFormatTest {

    @TempDir
    Path dir;

    @Test
    void writesTheInputThenTheOutputThenWhatBecameOfTheRow() throws IOException {
        ResultRow answered =
                row(node().put("id", "1").put("text", "hi"), node().put("team", "sales"), "SUCCEEDED", null);
        ResultRow skipped = row(node().put("id", "2").put("extra", "no column"), null, "SKIPPED", "TIMED_OUT");

        assertThat(write(answered, skipped))
                .isEqualTo("id,text,team,llmp_status,llmp_reason\n1,hi,sales,SUCCEEDED,\n2,,,SKIPPED,TIMED_OUT\n");
    }

    @Test
    void safeCsvGuardsNamesAndValuesAndNoExtensionChoosesIt() throws IOException {
        CsvResultFormat format = new CsvResultFormat(true);
        Path file = dir.resolve("safe.csv");
        ResultSchema schema = new ResultSchema(new RowSchema(List.of("@id", "n"), null), List.of());
        try (ResultFormat.Writer writer = format.open(Files.newOutputStream(file), schema)) {
            writer.write(row(node().put("@id", "=1+\"1\"").put("n", -0.5), null, "SKIPPED", null));
        }

        assertThat(Files.readString(file))
                .isEqualTo("'@id,n,llmp_status,llmp_reason\n\"'=1+\"\"1\"\"\",-0.5,SKIPPED,\n");
        assertThat(format.name()).isEqualTo("csv-safe");
        assertThat(format.extensions()).isEmpty();
    }

    @Test
    void writesTheHeaderWithoutRows() throws IOException {
        assertThat(write()).isEqualTo("id,text,team,llmp_status,llmp_reason\n");
    }

    @Test
    void quotesOnlyWhatWouldBeReadAsSomethingElse() throws IOException {
        assertThat(field("plain 'text'; C:\\new")).isEqualTo("plain 'text'; C:\\new");
        assertThat(field("a,b")).isEqualTo("\"a,b\"");
        assertThat(field("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(field("a\nb")).isEqualTo("\"a\nb\"");
        assertThat(field("a\rb")).isEqualTo("\"a\rb\"");
        assertThat(field(" a")).isEqualTo("\" a\"");
        assertThat(field("a\t")).isEqualTo("\"a\t\"");
        assertThat(field("\u00A0a")).isEqualTo("\"\u00A0a\"");
        assertThat(field("")).isEmpty();
    }

    @Test
    void quotesColumnNamesToo() throws IOException {
        Path file = dir.resolve("out.csv");
        ResultSchema schema = new ResultSchema(new RowSchema(List.of("a,b"), null), List.of());
        new CsvResultFormat(false).open(Files.newOutputStream(file), schema).close();

        assertThat(Files.readString(file)).isEqualTo("\"a,b\",llmp_status,llmp_reason\n");
    }

    @Test
    void writesNumbersInDigitsAndExact() {
        JsonNodeFactory json = JsonNodeFactory.instance;

        assertThat(CsvField.of(json.numberNode(42))).isEqualTo("42");
        assertThat(CsvField.of(json.numberNode(new BigInteger("123456789012345678901234567890"))))
                .isEqualTo("123456789012345678901234567890");
        assertThat(CsvField.of(json.numberNode(new BigDecimal("12345678901234567890.123456789"))))
                .isEqualTo("12345678901234567890.123456789");
        assertThat(CsvField.of(json.numberNode(new BigDecimal("1E+3")))).isEqualTo("1000");
        assertThat(CsvField.of(json.numberNode(new BigDecimal("1.50")))).isEqualTo("1.50");
        assertThat(CsvField.of(json.numberNode(0.1f))).isEqualTo("0.1");
        assertThat(CsvField.of(json.numberNode(1e-7))).isEqualTo("0.00000010");
        assertThat(CsvField.of(json.numberNode(1e10))).isEqualTo("10000000000");
    }

    @Test
    void writesNumbersThatNoDigitsCanShow() {
        JsonNodeFactory json = JsonNodeFactory.instance;

        assertThat(CsvField.of(json.numberNode(new BigDecimal("1E+999999999")))).isEqualTo("1E+999999999");
        assertThat(CsvField.of(json.numberNode(1e-300))).isEqualTo("1.0E-300");
        assertThat(CsvField.of(json.numberNode(Double.NaN))).isEqualTo("NaN");
        assertThat(CsvField.of(json.numberNode(Float.NEGATIVE_INFINITY))).isEqualTo("-Infinity");
    }

    @Test
    void writesOtherValuesAsTextAndNestedOnesAsJson() {
        ObjectNode values = (ObjectNode) new JsonMapper()
                .readTree("{\"yes\":true,\"none\":null,\"list\":[1,\"a b\"],\"object\":{\"a\":{\"b\":null}}}");
        values.putArray("exact").add(new BigDecimal("12345678901234567890.10"));

        assertThat(CsvField.of(values.get("yes"))).isEqualTo("true");
        assertThat(CsvField.of(values.get("none"))).isEmpty();
        assertThat(CsvField.of(values.get("list"))).isEqualTo("[1,\"a b\"]");
        assertThat(CsvField.of(values.get("object"))).isEqualTo("{\"a\":{\"b\":null}}");
        assertThat(CsvField.of(values.get("exact"))).isEqualTo("[12345678901234567890.10]");
        assertThat(CsvField.of(null)).isEmpty();
    }

    @Test
    void writesWhatUtf8HasNoBytesForAsTheReplacementCharacter() throws IOException {
        assertThat(field("a\uD83Db")).isEqualTo("a\uFFFDb");
        assertThat(field("😀")).isEqualTo("😀");
    }

    @Test
    void isReadBackAsItWasWritten() throws IOException, CsvException {
        Random random = new Random(1);
        List<String> texts = random.ints(2_000, 0, 9)
                .mapToObj(length -> random.ints(length, 0, 10)
                        .mapToObj(i -> ", \"\nab\\é;'".substring(i, i + 1))
                        .collect(Collectors.joining()))
                .toList();

        write(texts.stream().map(CsvResultFormatTest::textRow).toArray(ResultRow[]::new));

        try (CSVReader reader = new CSVReaderBuilder(Files.newBufferedReader(dir.resolve("out.csv")))
                .withCSVParser(new RFC4180ParserBuilder().build())
                .build()) {
            assertThat(reader.readAll().stream().skip(1).map(fields -> fields[1]))
                    .isEqualTo(texts);
        }
    }

    private String field(String text) throws IOException {
        String written = write(textRow(text));
        Files.delete(dir.resolve("out.csv"));
        String row = written.substring(written.indexOf('\n') + 1);
        return row.substring("1,".length(), row.length() - ",,SUCCEEDED,\n".length());
    }

    private static ResultRow textRow(String text) {
        return row(node().put("id", "1").put("text", text), node(), "SUCCEEDED", null);
    }

    private static ResultRow row(ObjectNode in, @Nullable ObjectNode out, String status, @Nullable String reason) {
        return new ResultRow(in, out, status, reason);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private String write(ResultRow... rows) throws IOException {
        ResultSchema schema = new ResultSchema(
                new RowSchema(List.of("id", "text"), null), List.of(new ResultSchema.OutputColumn("team", node())));
        Path file = dir.resolve("out.csv");
        try (ResultFormat.Writer writer = new CsvResultFormat(false).open(Files.newOutputStream(file), schema)) {
            for (ResultRow row : rows) {
                writer.write(row);
            }
        }
        return Files.readString(file);
    }
}
