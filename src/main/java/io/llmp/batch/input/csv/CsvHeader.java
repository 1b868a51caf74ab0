package io.llmp.batch.input.csv;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first row of a file: its columns' names. */
final class CsvHeader {

    private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)sep=(.)");

    private CsvHeader() {}

    /** Reads the header, after which {@code rows} stands before the first row. */
    static List<String> read(RowScanner rows, Path file, char delimiter) throws IOException {
        if (!rows.next()) {
            throw CsvProblems.noHeader(file);
        }
        QuoteFault fault = rows.fault();
        if (fault != null) {
            throw CsvProblems.header(
                    file,
                    "has a quote out of place (" + fault.place() + ")",
                    "Put the whole name in quotes, and write a quote inside it as two (\"\").");
        }
        Matcher separator = SEPARATOR_LINE.matcher(rows.text());
        if (separator.matches()) {
            throw CsvProblems.header(
                    file,
                    "is the line '" + rows.text() + "', by which spreadsheets name the delimiter",
                    "Remove that line, and give " + Setting.DELIMITER.to("'" + separator.group(1) + "'") + ".");
        }
        List<String> names = List.of(parser(delimiter).parseLine(rows.text()));
        verifyNames(names, file);
        return names;
    }

    static RFC4180Parser parser(char delimiter) {
        return new RFC4180ParserBuilder().withSeparator(delimiter).build();
    }

    private static void verifyNames(List<String> names, Path file) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 1; number <= names.size(); number++) {
            String name = names.get(number - 1);
            if (name.isBlank()) {
                boolean trailing = number > 1 && number == names.size();
                throw CsvProblems.header(
                        file,
                        "gives column " + number + " no name",
                        trailing
                                ? "Name it, or remove the delimiter at the end of every line."
                                : "Start the file with a line that names every column (pandas: to_csv(..., index=False)).");
            }
            Integer earlier = numbers.put(name, number);
            if (earlier != null) {
                throw CsvProblems.header(
                        file,
                        "names two columns " + name + ": columns " + earlier + " and " + number,
                        "Rename or remove one of them.");
            }
        }
    }
}
