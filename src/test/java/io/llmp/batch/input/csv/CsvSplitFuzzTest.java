package io.llmp.batch.input.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import io.llmp.batch.Nightly;
import io.llmp.batch.input.Item;
import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a CSV file holds and wherever it is split: the same rows, and those that opencsv reads. */
class CsvSplitFuzzTest {

    private static final int FILES = Nightly.choose(1_000, 10_000);
    private static final int SOUPS = Nightly.choose(500, 5_000);

    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
    private static final List<String> PIECES =
            List.of("a", "b", "é", "日本", "😀", "\\", " ", "\t", "1.5", "'", ";", "\u2028", "\u0085", "\uFEFF");
    private static final List<String> QUOTED_PIECES =
            List.of(",", "\"\"", "\n", "\r\n", "\r", "x", "\"\"\"\"", "é", " ");

    @TempDir
    Path dir;

    @Test
    void readsTheSameRowsWhateverTheSplits() throws IOException, CsvException {
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            int columns = 1 + random.nextInt(4);
            String text = file(random, columns);
            CsvFiles csv = CsvFiles.write(dir, text);

            List<Item> whole = csv.items();

            assertThat(rows(whole)).as("file %s: %s", seed, text).isEqualTo(oracle(text, columns));
            for (int rowsPerSplit : List.of(1, 2 + random.nextInt(3))) {
                assertThat(csv.items(rowsPerSplit))
                        .as("file %s in splits of %s: %s", seed, rowsPerSplit, text)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void readsTheSameRowsOfAFileThatFillsManyBuffers() throws IOException, CsvException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("a,b,c");
        for (int row = 0; row < 30_000; row++) {
            text.append(pick(random, LINE_ENDS)).append(row(random, 3));
        }
        CsvFiles csv = CsvFiles.write(dir, text.toString());

        List<Item> whole = csv.items();

        assertThat(rows(whole).equals(oracle(text.toString(), 3))).isTrue();
        assertThat(csv.items(777).equals(whole)).isTrue();
        assertThat(csv.plan(777).splits()).hasSizeGreaterThan(30);
    }

    @Test
    void readsAnyTextOrRefusesItBeforeTheFirstRow() throws IOException {
        int read = 0;
        for (int seed = 0; seed < SOUPS; seed++) {
            Random random = new Random(seed);
            String soup = random.ints(random.nextInt(24), 0, 7)
                    .mapToObj(i -> "\",\n\rx\"é".substring(i, i + 1))
                    .collect(Collectors.joining());
            CsvFiles csv = CsvFiles.write(dir, "a,b\n" + soup);
            try {
                csv.plan(1);
            } catch (ProblemException e) {
                assertThat(e.problem()).as(soup).contains("quote");
                continue;
            }
            assertThat(csv.items(1)).as(soup).isEqualTo(csv.items());
            read++;
        }
        assertThat(read).isGreaterThan(SOUPS / 4);
    }

    private static String file(Random random, int columns) {
        String mark = random.nextInt(4) == 0 ? "\uFEFF" : "";
        boolean mixed = random.nextBoolean();
        String end = pick(random, LINE_ENDS);
        StringBuilder text = new StringBuilder(mark).append(header(random, columns));
        int rows = random.nextInt(9);
        for (int i = 0; i < rows; i++) {
            text.append(mixed ? pick(random, LINE_ENDS) : end);
            text.append(random.nextInt(8) == 0 ? "" : row(random, columns));
        }
        return text.append(random.nextBoolean() ? end : "").toString();
    }

    private static String header(Random random, int columns) {
        return IntStream.range(0, columns)
                .mapToObj(i -> random.nextInt(3) == 0 ? "\"c\n" + i + "\"" : "c" + i)
                .collect(Collectors.joining(","));
    }

    private static String row(Random random, int columns) {
        int fields = random.nextInt(6) == 0 ? 1 + random.nextInt(6) : columns;
        String row = IntStream.range(0, fields).mapToObj(i -> field(random)).collect(Collectors.joining(","));
        // opencsv does not tell this from an empty line.
        return row.equals("\"\"") ? "x" : row;
    }

    private static String field(Random random) {
        boolean quoted = random.nextBoolean();
        String content = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> pick(random, quoted && random.nextInt(3) > 0 ? QUOTED_PIECES : PIECES))
                .collect(Collectors.joining());
        return quoted ? '"' + content + '"' : content;
    }

    private static String pick(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** What opencsv reads, which turns every line end inside quotes into a line feed. */
    private static List<List<String>> oracle(String text, int columns) throws IOException, CsvException {
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (CSVReader reader = new CSVReaderBuilder(new StringReader(withoutMark))
                .withCSVParser(new RFC4180ParserBuilder().build())
                .withSkipLines(0)
                .build()) {
            return reader.readAll().stream()
                    .skip(1)
                    .filter(row -> columns == 1 || !(row.length == 1 && row[0].isEmpty()))
                    .map(row -> List.of(row).subList(0, Math.min(row.length, columns)))
                    .toList();
        }
    }

    private static List<List<String>> rows(List<Item> items) {
        return items.stream()
                .map(item -> CsvFiles.values(item).stream()
                        .map(value -> value.replace("\r\n", "\n").replace('\r', '\n'))
                        .toList())
                .toList();
    }
}
