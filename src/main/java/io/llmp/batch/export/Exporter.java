package io.llmp.batch.export;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.KeptValues;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the records of a run to a result file: every item once, in input order. Values that were too large to be kept are
 * read from the input again; all others come from the records alone. The file is written beside its place, synced, and
 * renamed, so that a reader sees the former file or the new one and never a part.
 */
public final class Exporter {

    /** Status of a row whose answer is a simulator's, reused or not, so that none takes it for a model's. */
    static final String SIMULATED = "SIMULATED";

    /** Records read at once, each of which may hold some megabytes. */
    private static final int PAGE = 200;

    private final List<ResultFormat> formats;
    private final JobRecordStore records;

    public Exporter(List<ResultFormat> formats, JobRecordStore records) {
        this.formats = List.copyOf(formats);
        this.records = records;
    }

    /**
     * Returns the format for {@code output}.
     *
     * @param name the format's name, or null to tell it from the extension
     * @throws ProblemException when there is no such format
     */
    public ResultFormat format(Path output, @Nullable String name) {
        String file = output.getFileName().toString();
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
                                + (name == null ? " as the extension, or give --output-format." : ".")));
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
                            "The output " + result.path() + " cannot be written as "
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
     *     always when it is no regular file
     */
    public static void requireReplaceable(Path output, boolean overwrite, RunStore runs) {
        if (Files.exists(OutputPlace.of(output))
                && !overwrite
                && !runs.wroteOutput(output.toAbsolutePath().normalize().toString())) {
            throw ProblemException.invalid(
                    "The output " + output + " is there already, and no run here wrote it.",
                    "Move it away, give --output another path, or give --overwrite to replace it.");
        }
    }

    private String names() {
        return formats.stream().map(ResultFormat::name).sorted().collect(Collectors.joining(", "));
    }

    /**
     * Writes {@code items} items of {@code run} to a file, replacing what is there.
     *
     * @param input opens the run's input; not called unless some of its values were too large to be kept
     * @param beforeRename called when the file is whole, right before it takes its place
     * @throws ProblemException when an item has no record, or the file cannot be written; then its place is untouched
     */
    public void export(RunId run, long items, ResultFile result, Supplier<Dataset> input, Runnable beforeRename) {
        Path absolute = OutputPlace.of(result.path());
        Path beside = OutputPlace.beside(absolute, run);
        try {
            Files.deleteIfExists(beside);
            try {
                write(run, items, result, input, beside);
                sync(beside);
                beforeRename.run();
                Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                sync(Objects.requireNonNull(absolute.getParent(), "a file lies in a directory"));
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw ProblemException.failed(
                    "The output " + result.path() + " could not be written: " + reason(e) + ".",
                    "Fix this and run the same command again: every answer is kept, and only the output is written.",
                    e);
        }
    }

    private void write(RunId run, long items, ResultFile result, Supplier<Dataset> input, Path file)
            throws IOException {
        try (LeftOutValues leftOut = new LeftOutValues(input);
                ResultFormat.Writer writer = result.format().open(file, result.schema())) {
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

    /** Forces a file, or the names in a directory, to the disk. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
