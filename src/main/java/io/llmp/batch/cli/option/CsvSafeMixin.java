package io.llmp.batch.cli.option;

import io.llmp.batch.problem.ProblemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a CSV output is made for spreadsheets, which take some texts for formulas. */
public final class CsvSafeMixin {

    @Option(names = "--csv-safe", description = "Put a ' before cells that a spreadsheet would execute.")
    boolean csvSafe;

    /** Returns the name of the format that {@code format}, which the user may have left out, and this option mean. */
    @Nullable
    public String format(@Nullable String format, String output) {
        if (!csvSafe) {
            return format;
        }
        boolean csv = format == null
                ? output.toLowerCase(Locale.ROOT).endsWith(".csv")
                : format.equals("csv") || format.equals("csv-safe");
        if (!csv) {
            throw ProblemException.invalid(
                    "--csv-safe is for CSV, and the output " + output + " is none.",
                    "Leave --csv-safe out, or give --output-format csv.");
        }
        return "csv-safe";
    }
}
