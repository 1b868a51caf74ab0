package io.llmp.batch.input.csv;

import io.llmp.batch.input.FileKind;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** What can be wrong with a CSV file as a whole. */
final class CsvProblems {

    private static final String DOUBLE_THE_QUOTES =
            "Write a quote inside a quoted field as two (\"\"), and end every quoted field with a quote.";

    private CsvProblems() {}

    static ProblemException undecodable(FilePosition place, Charset charset, Throwable cause) {
        return ProblemException.invalid(
                place + ": the bytes there are not " + charset.name() + " text.",
                "Name the file's encoding with " + Setting.CHARSET + ", for instance "
                        + Setting.CHARSET.to("windows-1252") + " or "
                        + Setting.CHARSET.to("UTF-16") + ", or"
                        + " convert the file to UTF-8.",
                cause);
    }

    static ProblemException nul(FilePosition place) {
        return ProblemException.invalid(
                place + ": there is a NUL character, which text does not hold.",
                "If the file is UTF-16, give " + Setting.CHARSET.to("UTF-16LE")
                        + " or UTF-16BE; if it is not CSV, choose its " + Setting.INPUT_FORMAT + ";"
                        + " otherwise remove the character.");
    }

    static ProblemException unterminated(FilePosition opened) {
        return ProblemException.invalid(
                opened + ": the quoted field that starts there is not closed before the end of the file.",
                DOUBLE_THE_QUOTES + " If the file was cut off, fetch it again.");
    }

    static ProblemException uncertainRow(FilePosition fault) {
        return ProblemException.invalid(
                fault + ": text follows a closing quote, and it is unclear where that row ends.", DOUBLE_THE_QUOTES);
    }

    static ProblemException rowTooLong(FilePosition row, int longest) {
        return ProblemException.invalid(
                row + ": the row that starts there is longer than " + longest + " characters.",
                "Look for a quote that is never closed near its beginning; if the row is right, shorten it.");
    }

    static ProblemException otherKind(Path file, FileKind kind) {
        return ProblemException.invalid(file + " is " + kind.words() + ", not CSV.", kind.remedy());
    }

    static ProblemException noHeader(Path file) {
        return ProblemException.invalid(
                file + " has no header line.", "Put a line with the columns' names before the rows.");
    }

    static ProblemException header(Path file, String fault, String remedy) {
        return ProblemException.invalid("The header line of " + file + " " + fault + ".", remedy);
    }
}
