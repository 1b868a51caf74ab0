package io.llmp.batch.report;

import io.llmp.batch.export.ResultStorage;
import io.llmp.batch.export.Results;
import io.llmp.batch.export.StagedResult;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.problem.Vocabulary;
import io.llmp.batch.record.Run;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the report of a run, from its records alone and in one pass over them. Safe for use by many threads.
 */
public final class Reporter {

    private static final int LONGEST_FIRST_LINE = 200;

    private final List<ReportFormat> formats;
    private final RunReader reader;
    private final Results results;
    private final InstantSource clock;

    Reporter(List<ReportFormat> formats, RunReader reader, Results results, InstantSource clock) {
        this.results = results;
        this.formats = List.copyOf(formats);
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Returns the format for {@code output}.
     *
     * @param name the format's name, or null to tell it from the extension
     * @throws ProblemException when there is no such format
     */
    public ReportFormat format(Path output, @Nullable String name) {
        String file = String.valueOf(output.getFileName());
        String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return formats.stream()
                .filter(format -> name == null
                        ? format.extensions().contains(extension)
                        : format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        name == null
                                ? "Cannot tell the report format from '" + output + "'."
                                : "There is no report format " + name + ".",
                        "Use one of " + names()
                                + (name == null ? " as the extension, or give " + Setting.REPORT_FORMAT + "." : ".")));
    }

    private String names() {
        return formats.stream().map(ReportFormat::name).sorted().collect(Collectors.joining(", "));
    }

    /**
     * Writes the report of {@code run}, replacing an earlier report.
     *
     * @param content whether what came out of rows may be shown
     * @param overwrite whether to replace a file that is no report
     * @param zone of the times in it
     * @param words for the settings and operations it names
     * @throws ProblemException when the file is there and is no report, or cannot be written; then it is untouched
     */
    public void write(
            Run run,
            Path output,
            ReportFormat format,
            boolean content,
            boolean overwrite,
            ZoneId zone,
            Vocabulary words) {
        ResultStorage storage = results.at(output.toString());
        try {
            // Also refuses what is no regular file, before it is read.
            if (storage.exists(output.toString())) {
                requireReplaceable(output, overwrite);
            }
            try (StagedResult staged = storage.open(output.toString(), run.id().value())) {
                // Unlike Files.newBufferedWriter it lets half a surrogate pair pass, as a question mark.
                try (Writer out = new BufferedWriter(new OutputStreamWriter(staged.stream(), StandardCharsets.UTF_8))) {
                    format.write(reader.report(run, content, clock.instant(), zone, words), out);
                }
                staged.finish(() -> {});
            }
        } catch (IOException e) {
            throw ProblemException.failed(
                    "The report " + output + " could not be written: " + reason(e) + ".",
                    "Fix this and run the same command again.",
                    e);
        }
    }

    private static void requireReplaceable(Path output, boolean overwrite) throws IOException {
        if (!overwrite && !isReport(output)) {
            throw ProblemException.invalid(
                    "The file " + output + " is there already, and is no report.",
                    "Move it away, give " + Setting.OUTPUT + " another path, or give " + Setting.OVERWRITE
                            + " to replace it.");
        }
    }

    private static boolean isReport(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            char[] begin = new char[LONGEST_FIRST_LINE];
            int length = in.read(begin);
            return length > 0
                    && new String(begin, 0, length).lines().limit(1).anyMatch(line -> line.contains(ReportFormat.MARK));
        } catch (MalformedInputException e) {
            return false;
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null || e.getMessage().isBlank()
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
