package io.llmp.batch.export;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.KeptValues;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the records of a run to a result file: every item once, in input order. Values that were too large to be kept are
 * read from the input again; all others come from the records alone. A reader sees the former file or the new one and never
 * a part.
 */
public final class Exporter {

    /** Status of a row whose answer is a simulator's, reused or not, so that none takes it for a model's. */
    static final String SIMULATED = "SIMULATED";

    /** Records read at once, each of which may hold some megabytes. */
    private static final int PAGE = 200;

    private final List<ResultFormat> formats;
    private final Results results;
    private final JobRecordStore records;

    /** Writes in the given formats to the given places. */
    public Exporter(List<ResultFormat> formats, Results results, JobRecordStore records) {
        this.formats = List.copyOf(formats);
        this.results = results;
        this.records = records;
    }

    /**
     * Returns the format for {@code output}.
     *
     * @param name the format's name, or null to tell it from the extension
     * @throws ProblemException when there is no such format
     */
    public ResultFormat format(String output, @Nullable String name) {
        String file = output.substring(output.lastIndexOf('/') + 1);
        String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return formats.stream()
                .filter(format -> name == null
                        ? format.extensions().contains(extension)
                        : format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        name == null
                                ? "Cannot tell the output format from '" + output + "'."
                                : "There is no output format " + name + ".",
                        "Use one of " + names()
                                + (name == null ? " as the extension, or give " + Setting.OUTPUT_FORMAT + "." : ".")));
    }

    /**
     * Makes sure, before anything is paid and any row is read, that {@code result} can be written.
     *
     * @throws ProblemException when it cannot
     */
    public static void verify(ResultFile result) {
        try {
            result.format().verify(result.schema());
        } catch (IOException | RuntimeException | LinkageError e) {
            throw e instanceof ProblemException known
                    ? known
                    : ProblemException.invalid(
                            "The output " + result.output() + " cannot be written as "
                                    + result.format().name() + ": " + reason(e) + ".",
                            "Give the output another format, or leave the column out of the input.",
                            e);
        }
    }

    /**
     * Makes sure that nobody's file is lost.
     *
     * @param runs knows the outputs that are our own
     * @param overwrite whether the user gives up what is there
     * @throws ProblemException when {@code output} is there, no run of ours wrote it, and the user does not give it up; and
     *     always when it is nothing that a result may replace
     */
    public void requireReplaceable(String output, boolean overwrite, RunStore runs) {
        ResultStorage storage = results.at(output);
        if (storage.exists(output) && !overwrite && !runs.wroteOutput(storage.name(output))) {
            throw ProblemException.invalid(
                    "The output " + output + " is there already, and no run here wrote it.",
                    "Move it away, give " + Setting.OUTPUT + " another path, or give " + Setting.OVERWRITE
                            + " to replace it.");
        }
    }

    private String names() {
        return formats.stream().map(ResultFormat::name).sorted().collect(Collectors.joining(", "));
    }

    /**
     * Writes {@code items} items of {@code run} to a file, replacing what is there.
     *
     * @param input opens the run's input; not called unless some of its values were too large to be kept
     * @param beforeVisible called when the file is whole, right before it takes its place
     * @throws ProblemException when an item has no record, or the file cannot be written; then its place is untouched
     */
    public void export(RunId run, long items, ResultFile result, Supplier<Dataset> input, Runnable beforeVisible) {
        try (StagedResult staged = results.at(result.output()).open(result.output(), run.value())) {
            write(run, items, result, input, staged.stream());
            staged.finish(beforeVisible);
        } catch (IOException e) {
            throw ProblemException.failed(
                    "The output " + result.output() + " could not be written: " + reason(e) + ".",
                    "Fix this and run the same command again: every answer is kept, and only the output is written.",
                    e);
        }
    }

    private void write(RunId run, long items, ResultFile result, Supplier<Dataset> input, OutputStream out)
            throws IOException {
        try (LeftOutValues leftOut = new LeftOutValues(input);
                ResultFormat.Writer writer = result.format().open(out, result.schema())) {
            long next = 0;
            while (next < items) {
                List<JobRecord> page = records.inInputOrder(run, next, (int) Math.min(PAGE, items - next));
                if (page.isEmpty()) {
                    throw missing(next);
                }
                for (JobRecord record : page) {
                    if (record.itemIndex() != next) {
                        throw missing(next);
                    }
                    ObjectNode values = KeptValues.of(record.input());
                    leftOut.addTo(values, next);
                    writer.write(row(record, values, result.simulated()));
                    next++;
                }
            }
        }
    }

    private static ResultRow row(JobRecord record, ObjectNode input, boolean simulated) {
        Outcome outcome = record.outcome();
        return outcome instanceof Outcome.Answered answered
                ? new ResultRow(
                        input,
                        KeptValues.of(answered.output()),
                        simulated ? SIMULATED : outcome.status().name(),
                        null)
                : new ResultRow(
                        input,
                        null,
                        outcome.status().name(),
                        ((Outcome.Skipped) outcome).reason().name());
    }

    private static ProblemException missing(long item) {
        return ProblemException.failed(
                "Row " + item + " has no record, so the output would be incomplete.",
                "Run the same command again to continue.");
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
