package io.llmp.batch.input.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.export.RoundTrip;
import io.llmp.batch.export.csv.CsvOutput;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.input.DuckDb;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CSV as DuckDB reads it: in the input, as we read it, and in the output. Empty and null are the same in CSV. */
class CsvDuckDbTest {

    private static final int ROWS = 500;
    private static final int ROWS_PER_SPLIT = 61;
    private static final List<String> COLUMNS = List.of("id", "a", "b c", "Größe");
    private static final List<String> TEXTS = List.of(
            "",
            "",
            " ",
            " lead",
            "trail ",
            "\ttab",
            "\"",
            "\"\"",
            "a\"b",
            "\"quoted\"",
            ",",
            ",,",
            ";",
            "a,b;c",
            "\n",
            "line\nbreak",
            "\r\n",
            "cr\rlf\r\n",
            "Größe",
            "😀",
            "\u00a0",
            "\uFFFD",
            "NULL",
            "\\N",
            "007",
            "-0.0",
            "1e5",
            "=1+1",
            "#no comment",
            "\\",
            "'",
            "x".repeat(5_000),
            "{\"a\":[1,null]}");

    private static DuckDb duckDb;

    @TempDir
    private Path directory;

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
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | LF | false | 0.0 | ,",
                "2 | LF | true | 0.5 | ,",
                "3 | CRLF | false | 0.5 | ,",
                "4 | CRLF | true | 1.0 | ,",
                "5 | LF | false | 0.3 | ;",
            })
    void filesOfEveryStyleAreReadAndWrittenAgainWithEveryValue(
            int seed, String lineEnd, boolean mark, double quoted, char delimiter) throws Exception {
        Random random = new Random(seed);
        String end = lineEnd.equals("LF") ? "\n" : "\r\n";
        StringBuilder text = new StringBuilder(mark ? "\uFEFF" : "");
        text.append(String.join(String.valueOf(delimiter), COLUMNS)).append(end);
        for (int row = 0; row < ROWS; row++) {
            text.append(row);
            for (int column = 1; column < COLUMNS.size(); column++) {
                text.append(delimiter).append(field(random, quoted, delimiter));
            }
            text.append(row < ROWS - 1 || random.nextBoolean() ? end : "");
        }
        Path input = Files.writeString(directory.resolve("in.csv"), text);

        assertSameAsDuckDb(input, delimiter);
    }

    private static String field(Random random, double quoted, char delimiter) {
        String value = TEXTS.get(random.nextInt(TEXTS.size()));
        boolean must = value.chars().anyMatch(c -> c == '"' || c == '\n' || c == '\r' || c == delimiter);
        return must || random.nextDouble() < quoted ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"DELIMITER ',' | ,", "DELIMITER ',', FORCE_QUOTE * | ,", "DELIMITER ';' | ;"})
    void filesOfDuckDbAreReadAndWrittenAgainWithEveryValue(String options, char delimiter) throws Exception {
        Path input = directory.resolve("in.csv");
        String texts = TEXTS.stream()
                .map(text -> "'" + text.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[NULL, ", "]"));
        String columns = IntStream.range(1, COLUMNS.size())
                .mapToObj(column -> texts + "[(hash(i, " + column + ") % " + (TEXTS.size() + 1) + ")::INT + 1] AS \""
                        + COLUMNS.get(column) + '"')
                .collect(Collectors.joining(", "));
        duckDb.run("COPY (SELECT i AS id, " + columns + " FROM range(" + ROWS + ") AS numbers(i)) TO "
                + DuckDb.text(input) + " (FORMAT CSV, HEADER, " + options + ")");

        assertSameAsDuckDb(input, delimiter);
    }

    private void assertSameAsDuckDb(Path input, char delimiter) throws Exception {
        InputOptions options = new InputOptions("csv", StandardCharsets.UTF_8, delimiter);
        Dataset dataset = new Datasets(List.of(new CsvFormat())).open(input.toString(), options);
        List<Item> items = RoundTrip.read(dataset, ROWS_PER_SPLIT);
        List<List<@Nullable String>> expected = read(input, delimiter);

        assertThat(dataset.schema().columns()).isEqualTo(COLUMNS);
        assertThat(items).allSatisfy(item -> assertThat(item).isInstanceOf(Item.Row.class));
        assertThat(items).map(CsvFiles::values).isEqualTo(expected);
        assertThat(read(RoundTrip.write(dataset, items, CsvOutput.format(), directory.resolve("out.csv")), ','))
                .isEqualTo(expected);
    }

    private static List<List<@Nullable String>> read(Path file, char delimiter) throws SQLException {
        String columns = COLUMNS.stream()
                .map(column -> "coalesce(\"" + column + "\", '')")
                .collect(Collectors.joining(", "));
        List<List<@Nullable String>> rows = duckDb.rows("SELECT " + columns + " FROM read_csv(" + DuckDb.text(file)
                + ", header = true, all_varchar = true, delim = '" + delimiter
                + "', quote = '\"', escape = '\"', comment = '', parallel = false, sample_size = -1)");
        assertThat(rows).hasSize(ROWS);
        return rows;
    }
}
