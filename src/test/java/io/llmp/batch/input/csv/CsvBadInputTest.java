package io.llmp.batch.input.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.llmp.batch.input.Item;
import io.llmp.batch.input.SplitPlan;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvBadInputTest {

    @TempDir
    Path dir;

    @Test
    void namesTheRemedyForHeadersAsSpreadsheetsWriteThem() throws IOException {
        refuses("sep=;\nid;text\n").withMessageContaining("'sep=;'").withMessageContaining(Setting.DELIMITER.to("';'"));
        refuses("id,text,\n1,a,\n").withMessageContaining("the delimiter at the end of every line");
        refuses(",text\n1,a\n").withMessageContaining("names every column");
    }

    @Test
    void namesWhatIsNoText() throws IOException {
        refuses("PK\u0003\u0004\n")
                .withMessageContaining("a zip archive")
                .withMessageContaining("Save the spreadsheet as CSV");
        refuses("PAR1\n")
                .withMessageContaining("a Parquet file")
                .withMessageContaining(Setting.INPUT_FORMAT.to("parquet"));
    }

    @Test
    void refusesAFileWithoutAHeader() throws IOException {
        refuses("").withMessageContaining("test.csv is empty");
        refuses("\uFEFF").withMessageContaining("test.csv has no header line");
        refuses("\na,b\n1,2\n").withMessageContaining("gives column 1 no name");
    }

    @Test
    void refusesColumnsThatCannotBeToldApart() throws IOException {
        refuses("a,b,a\n").withMessageContaining("names two columns a: columns 1 and 3");
        refuses("a,,b\n").withMessageContaining("gives column 2 no name");
        refuses("a, ,b\n").withMessageContaining("gives column 2 no name");
        refuses("a,b,\n").withMessageContaining("gives column 3 no name");
        refuses("a,\"b\n").withMessageContaining("line 1, byte 2: the quoted field that starts there is not closed");
        refuses("a,b\"c\n").withMessageContaining("has a quote out of place").withMessageContaining("line 1, byte 3");
    }

    @Test
    void refusesBytesThatAreNotOfTheEncoding() throws IOException {
        refuses("a,b\n1,é\n2,", 0xE9, ",x\n")
                .withMessageContaining("test.csv, line 3, byte 11: the bytes there are not UTF-8 text")
                .withMessageContaining(Setting.CHARSET.to("windows-1252"));
        refuses("a,b\n1,", 0xE2, "").withMessageContaining("line 2, byte 6");
        refuses("a,", 0xFF, "\n").withMessageContaining("line 1, byte 2");
        refuses("", 0xFE, "a,b\n").withMessageContaining("line 1, byte 0");
    }

    @Test
    void namesTheByteHoweverFarIntoTheFile() throws IOException {
        String rows = "é,\"x\ny\"\n".repeat(50_000);

        refuses("a,b\n" + rows + "1,", 0xFF, "\n")
                .withMessageContaining("line 100002, byte " + (4 + 9L * 50_000 + 2) + ":");
    }

    @Test
    void refusesNulsWhichAreASignOfUtf16OrOfNoTextAtAll() throws IOException {
        refuses("a,b\n1,\0\n")
                .withMessageContaining("line 2, byte 6: there is a NUL")
                .withMessageContaining("UTF-16");
        CsvFiles utf16 = CsvFiles.write(dir, "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(utf16::columns)
                .withMessageContaining("NUL");
    }

    @Test
    void refusesAQuotedFieldThatTheFileCutsOff() throws IOException {
        refuses("a,b\n1,2\n3,\"x\n4,5\n")
                .withMessageContaining("test.csv, line 3, byte 10: the quoted field that starts there is not closed")
                .withMessageContaining("as two (\"\")");
        refuses("a,b\n1,\"").withMessageContaining("line 2, byte 6");
        refuses("a,b\n1,\"x\"\"").withMessageContaining("line 2, byte 6");
    }

    @Test
    void readsAQuoteInsideAnUnquotedFieldAsTextFromTheBeginning() throws IOException {
        CsvFiles csv = csv("a,b\n1,12\" monitor\n5\" pipe,\"x\ny\"\n3,4\n");

        assertThat(csv.items(1)).allMatch(item -> item instanceof Item.Row);
        assertThat(csv.values())
                .containsExactly(List.of("1", "12\" monitor"), List.of("5\" pipe", "x\ny"), List.of("3", "4"));
        SplitPlan plan = csv.plan(1);
        assertThat(plan.splits()).hasSize(1);
        assertThat(plan.warnings())
                .singleElement()
                .asString()
                .contains("in one split", "line 2, byte 8: a quote inside a field", "There are 2 such rows");
    }

    @Test
    void passesOnARowWithTextAfterAClosingQuoteAsMalformedWhenItsEndIsCertain() throws IOException {
        CsvFiles csv = csv("a,b,c\n1,2,3\nx,\"the \"best\" one\",y\n4,\"5\" ,6\n7,8,9\n");

        List<Item> items = csv.items(1);

        assertThat(items.get(0)).isInstanceOf(Item.Row.class);
        assertThat(items.get(1)).isInstanceOfSatisfying(Item.Malformed.class, item -> {
            assertThat(item.raw()).isEqualTo("x,\"the \"best\" one\",y");
            assertThat(CsvFiles.values(item)).containsExactly("x");
            assertThat(item.problem()).contains("byte 20) has text after the closing quote of field 2");
        });
        assertThat(CsvFiles.values(items.get(2))).containsExactly("4");
        assertThat(CsvFiles.values(items.get(3))).containsExactly("7", "8", "9");
        assertThat(csv.plan(1).splits()).hasSize(1);
        assertThat(csv.plan(1).warnings()).singleElement().asString().contains("line 3, byte 20: text after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"6\" pipe\",x\n",
                "\"say \"hi\nthere\" ok\",x\n\"\n",
                "\"a\"b\",\"c\nd\"\n",
                "\"a\"b,\"c",
                "\"a\"b\"\n",
                "\"a\"b\""
            })
    void refusesTextAfterAClosingQuoteWhenTheRowsEndIsNotCertain(String row) throws IOException {
        ThrowableAssertAlternative<ProblemException> refusal = refuses("a,b\n" + row);

        if (row.startsWith("\"6")) {
            refusal.withMessageContaining(
                    "line 2, byte 7: text follows a closing quote, and it is unclear where that row ends");
        }
    }

    @Test
    void refusesARowThatWouldFillTheMemory() throws IOException {
        refuses("a,b\n1,2\n3,\"" + "x".repeat(RowScanner.LONGEST_ROW) + "\"\n")
                .withMessageContaining("line 3, byte 8: the row that starts there is longer than 8388608 characters");
    }

    @ParameterizedTest
    @ValueSource(chars = {'"', '\n', '\r'})
    void refusesADelimiterThatMeansSomethingElse(char delimiter) throws IOException {
        CsvFiles csv = csv("a,b\n").delimiter(delimiter);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(csv::columns)
                .withMessageContaining("cannot be the delimiter");
    }

    private CsvFiles csv(String text) throws IOException {
        return CsvFiles.write(dir, text);
    }

    private ThrowableAssertAlternative<ProblemException> refuses(String text) throws IOException {
        return refuses(csv(text));
    }

    private ThrowableAssertAlternative<ProblemException> refuses(String before, int badByte, String after)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        bytes.write(badByte);
        bytes.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return refuses(CsvFiles.write(dir, bytes.toByteArray()));
    }

    private static ThrowableAssertAlternative<ProblemException> refuses(CsvFiles csv) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> csv.plan(1))
                .matches(e -> e.kind() == ProblemException.Kind.INVALID);
    }
}
