package io.llmp.batch.input.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.SpacedMarks;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFormatTest {

    @TempDir
    Path dir;

    @Test
    void keepsEveryQuoteInsideAFieldThatDoesNotBeginWithOne() throws IOException {
        CsvFiles csv = csv("a,b\n1,x\"\"y\na\"\"\"\"b,\"c\"\"d\"\n");
        assertThat(csv.values()).containsExactly(List.of("1", "x\"\"y"), List.of("a\"\"\"\"b", "c\"d"));
    }

    @Test
    void readsValuesAsTheTextTheyAre() throws IOException {
        CsvFiles csv = csv("id,text\n 007 ,C:\\new\\table\n1.50,\"{\"\"a\"\": \"\"\\n\"\"}\"\n,\"\"\n");

        assertThat(csv.columns()).containsExactly("id", "text");
        assertThat(csv.values())
                .containsExactly(
                        List.of(" 007 ", "C:\\new\\table"), List.of("1.50", "{\"a\": \"\\n\"}"), List.of("", ""));
    }

    @Test
    void keepsDelimitersQuotesAndLineEndsInsideQuotes() throws IOException {
        CsvFiles csv = csv("a,b\n\"1,2\",\"x\ny\"\n\"\"\"\",\"p\r\nq\rr\"\n");

        assertThat(csv.values()).containsExactly(List.of("1,2", "x\ny"), List.of("\"", "p\r\nq\rr"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takesAnyLineEndAndNoneAtTheEnd(String end) throws IOException {
        String text = "a,b" + end + "1,2" + end + "3,4";

        assertThat(csv(text).values()).containsExactly(List.of("1", "2"), List.of("3", "4"));
        assertThat(csv(text + end).values()).containsExactly(List.of("1", "2"), List.of("3", "4"));
        assertThat(csv(text + end).items(1)).hasSize(2);
    }

    @Test
    void leavesOutTheByteOrderMark() throws IOException {
        CsvFiles csv = csv("\uFEFF\"id\",b\n1,2\n3,4\n");

        assertThat(csv.columns()).containsExactly("id", "b");
        assertThat(csv.items(1)).extracting(CsvFiles::values).containsExactly(List.of("1", "2"), List.of("3", "4"));
    }

    @Test
    void takesAnotherDelimiter() throws IOException {
        assertThat(csv("a;b\n1,5;\"2;3\"\n").delimiter(';').values()).containsExactly(List.of("1,5", "2;3"));
        assertThat(csv("a\tb\n1\t2\n").delimiter('\t').values()).containsExactly(List.of("1", "2"));
        assertThat(csv("a§b\n1§2\n3§4\n").delimiter('§').items(1)).hasSize(2);
    }

    @Test
    void splitsASingleByteEncoding() throws IOException {
        CsvFiles csv = CsvFiles.write(dir, "näme,b\nü,€\nß,x\n", Charset.forName("windows-1252"));

        assertThat(csv.columns()).containsExactly("näme", "b");
        assertThat(csv.items(1)).extracting(CsvFiles::values).containsExactly(List.of("ü", "€"), List.of("ß", "x"));
        assertThat(csv.plan(1).splits()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "Shift_JIS", "GB18030", "ISO-2022-JP"})
    void readsOtherEncodingsFromTheBeginningAndSaysSo(String charset) throws IOException {
        CsvFiles csv = CsvFiles.write(dir, "a,b\n表,\"ソ\n\"\n能,x,y\n", Charset.forName(charset));

        assertThat(csv.items(1)).extracting(CsvFiles::values).containsExactly(List.of("表", "ソ\n"), List.of("能", "x"));
        assertThat(csv.items().get(1)).extracting("problem").asString().contains("line 4");
        assertThat(csv.plan(1).splits()).hasSize(1);
        assertThat(csv.plan(1).warnings()).singleElement().asString().contains(charset, "in one split", "UTF-8");
    }

    @Test
    void countsNoRowsWhereThereIsOnlyAHeader() throws IOException {
        assertThat(csv("a,b").plan(1).items()).isZero();
        assertThat(csv("a,b\n").plan(1).splits()).isEmpty();
        assertThat(CsvFiles.write(dir, "a,b\n", StandardCharsets.UTF_16).plan(1).splits())
                .isEmpty();
    }

    @Test
    void takesAnEmptyLineForNoRowWhereThereAreSeveralColumns() throws IOException {
        CsvFiles csv = csv("a,b\n\n1,2\n\r\n\n3,4\n\n\n");

        assertThat(csv.items(1)).extracting(CsvFiles::values).containsExactly(List.of("1", "2"), List.of("3", "4"));
    }

    @Test
    void takesAnEmptyLineForAnEmptyValueWhereThereIsOneColumn() throws IOException {
        CsvFiles csv = csv("a\n\n1\n\"\"\n\n");

        assertThat(csv.items(1))
                .extracting(CsvFiles::values)
                .containsExactly(List.of(""), List.of("1"), List.of(""), List.of(""));
    }

    @Test
    void passesOnARowWithAnotherNumberOfFieldsAsMalformed() throws IOException {
        List<Item> items = csv("a,b\n1,2\n\"x\",y,\"z\nz\"\n3\n \n").items(1);

        assertThat(items.get(0)).isInstanceOf(Item.Row.class);
        assertThat(items.get(1)).isInstanceOfSatisfying(Item.Malformed.class, item -> {
            assertThat(item.index()).isEqualTo(1);
            assertThat(item.raw()).isEqualTo("\"x\",y,\"z\nz\"");
            assertThat(CsvFiles.values(item)).containsExactly("x", "y");
            assertThat(item.problem())
                    .isEqualTo("Row 1 (" + dir.resolve("test.csv") + ", byte 8) has 3 fields where the header has 2.");
        });
        assertThat(items.get(2)).isInstanceOfSatisfying(Item.Malformed.class, item -> {
            assertThat(CsvFiles.values(item)).containsExactly("3");
            assertThat(item.problem()).contains("Row 2 (").contains("has 1 field where the header has 2");
        });
        assertThat(items.get(3)).as("a line of spaces is data").isInstanceOf(Item.Malformed.class);
    }

    @Test
    void boundsTheRawTextOfAMalformedRow() throws IOException {
        String long1 = "x".repeat(CsvCursor.LONGEST_RAW - 1) + "😀";

        Item item = csv("a,b\n" + long1 + "\n").items().get(0);

        assertThat(item).extracting("raw").isEqualTo("x".repeat(CsvCursor.LONGEST_RAW - 1));
        assertThat(CsvFiles.values(item)).containsExactly(long1);
    }

    @Test
    void readsRowsOfFiveMegabytes() throws IOException {
        String lines = "a line with \"\"quotes\"\", and a comma\n".repeat(150_000);
        String text = lines.replace("\"\"", "\"");

        CsvFiles csv = csv("a,b\n1,\"" + lines + "\"\n2," + "é".repeat(2_500_000) + "\n3,4\n");

        assertThat(csv.items(1))
                .extracting(item -> CsvFiles.values(item).get(1))
                .containsExactly(text, "é".repeat(2_500_000), "4");
    }

    @Test
    void startsAfreshAtASplitThoughAReadOfTheFilesBeginningEndedInsideACharacter() throws IOException {
        // The first byte of an é is byte 65,535, the last of a buffer.
        CsvFiles csv = csv("aa\n" + "é\n".repeat(50_000));

        List<Item> items = csv.items(5_000);

        assertThat(items).hasSize(50_000).allMatch(item -> CsvFiles.values(item).equals(List.of("é")));
    }

    @Test
    void countsRowsOfManyMoreFieldsThanColumnsInTimeThatGrowsWithTheirLength() throws IOException {
        String commas = ",".repeat(3_000_000);

        Item item = csv("a,b\n" + commas + "\"x\"\n").items().get(0);

        assertThat(item).extracting("problem").asString().contains("has 3000001 fields where the header has 2");
        assertThat(CsvFiles.values(item)).containsExactly("", "");
    }

    @Test
    void spreadsItsMarksEvenlyHoweverManyRowsThereAre() throws IOException {
        int rows = 40_000;
        StringBuilder text = new StringBuilder("a\n");
        for (int i = 0; i < rows; i++) {
            text.append(i).append('\n');
        }
        CsvFiles csv = csv(text.toString());

        List<FileIndex.Mark> marks =
                new CsvFormat().index(csv.file(), csv.options()).marks();

        assertThat(marks).hasSizeBetween(SpacedMarks.MOST / 2, SpacedMarks.MOST);
        assertThat(marks.get(0)).isEqualTo(new FileIndex.Mark(0, 2));
        long spacing = marks.get(1).row();
        assertThat(marks).extracting(FileIndex.Mark::row).isEqualTo(multiples(spacing, marks.size()));
        String written = text.toString();
        assertThat(marks).allMatch(mark -> written.startsWith(mark.row() + "\n", (int) mark.position()));
    }

    private static List<Long> multiples(long spacing, int count) {
        return LongStream.range(0, count).mapToObj(i -> i * spacing).toList();
    }

    private CsvFiles csv(String text) throws IOException {
        return CsvFiles.write(dir, text);
    }
}
