package io.llmp.batch.run.prepare;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.template.JobTemplate;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Opens the inputs of runs, as their templates use them. The outputs of earlier runs of the same input are no part of it.
 *
 * @param datasets opens them
 * @param runs knows where outputs were written
 */
public record RunInputs(Datasets datasets, RunStore runs) {

    private static final Pattern NEWEST_RUN = Pattern.compile("run:last(\\?.*)?");

    /**
     * Opens {@code input} for {@code template}.
     *
     * @throws ProblemException when it cannot be read
     */
    public Dataset open(String input, InputOptions options, JobTemplate template) {
        try {
            return datasets.open(input, TemplateInput.options(options, template), ownOutputs(input));
        } catch (IOException e) {
            throw unreadable(input, e);
        }
    }

    /** Opens the input of a run that is about to start, which may be a directory without files where that is wanted. */
    Dataset open(RunSpec.Input input, JobTemplate template) {
        try {
            if (input.empty() == RunSpec.Empty.OK
                    && datasets.isEmptyDirectory(input.path(), ownOutputs(input.path()))) {
                return datasets.empty(input.path(), input.options(), List.copyOf(template.columns()));
            }
        } catch (IOException e) {
            throw unreadable(input.path(), e);
        }
        return open(input.path(), input.options(), template);
    }

    /** Reads bytes as bytes for a run that began so, before they were text where the template has text. */
    Dataset asBefore(Run run, RunSpec.Input input, Dataset dataset) {
        if (dataset.schema().continues(run.inputSchema())) {
            return dataset;
        }
        try {
            return dataset.hasRows() ? datasets.open(input.path(), input.options(), ownOutputs(input.path())) : dataset;
        } catch (IOException e) {
            throw unreadable(input.path(), e);
        }
    }

    private Predicate<String> ownOutputs(String input) {
        return runs.outputs(datasets.name(input))::contains;
    }

    /** The newest run is another one as soon as a run of it has begun, which the same command could then not continue. */
    static void requireLasting(RunSpec.Input input, Dataset dataset) {
        if (NEWEST_RUN.matcher(input.path()).matches()) {
            throw ProblemException.invalid(
                    input.path() + " is another input as soon as this run has begun.",
                    "Name the run: " + Setting.INPUT.to("'" + dataset.name() + "'") + ".");
        }
    }

    static void requireRows(RunSpec.Input input, Dataset dataset) {
        try {
            if (input.empty() == RunSpec.Empty.FAIL && !dataset.hasRows()) {
                throw ProblemException.invalid(
                        "The input " + input.path() + " has no rows.",
                        "Check the path and what wrote the file, or leave out " + Setting.EMPTY.to("fail") + ".");
            }
        } catch (IOException e) {
            throw unreadable(input.path(), e);
        }
    }

    /** Returns the problem of an input that breaks off while it is read. */
    public static ProblemException unreadable(String input, IOException e) {
        return ProblemException.failed(
                "The input " + input + " cannot be read: " + e.getMessage() + ".", "Check the disk.", e);
    }
}
