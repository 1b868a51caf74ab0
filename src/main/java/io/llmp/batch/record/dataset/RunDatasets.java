package io.llmp.batch.record.dataset;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.DatasetSource;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.use.AnswerCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Opens runs as datasets: the columns of a run's input, and one for each property of its answers, {@code team} as
 * {@code answer.team}. Where only rows without an answer are chosen there are no such columns.
 */
final class RunDatasets implements DatasetSource {

    /** What comes before the name of an answer's property in the name of its column. */
    static final String ANSWER = "answer.";

    private final RunStore runs;
    private final JobRecordStore records;
    private final TemplateRegistry templates;

    RunDatasets(RunStore runs, JobRecordStore records, TemplateRegistry templates) {
        this.runs = runs;
        this.records = records;
        this.templates = templates;
    }

    @Override
    public String scheme() {
        return RunAddress.SCHEME;
    }

    @Override
    public Dataset open(String address, InputOptions options) {
        requireNoFileOptions(address, options);
        RunAddress asked = RunAddress.parse(address);
        Run run = runs.get(asked.run());
        requireAtRest(run, asked.filter());
        Map<String, JsonNode> answers = asked.filter().acceptsAnswers() ? answers(run) : Map.of();
        return new RunDataset(
                asked.of(run.id()),
                run,
                asked.filter(),
                schema(run, answers),
                List.copyOf(answers.keySet()),
                runs,
                records);
    }

    private static void requireNoFileOptions(String address, InputOptions options) {
        InputOptions none = InputOptions.DEFAULT;
        if (options.format() != null
                || !options.charset().equals(none.charset())
                || options.delimiter() != none.delimiter()) {
            throw ProblemException.invalid(
                    "The input " + address + " is no file, so it has no format, encoding or delimiter.",
                    "Leave out " + Setting.INPUT_FORMAT + ", " + Setting.CHARSET + " and " + Setting.DELIMITER + ".");
        }
    }

    /** While a process works on a run its records change; what an unfinished run has of a kind is taken as it is. */
    private static void requireAtRest(Run run, RecordFilter filter) {
        if (run.status() == RunStatus.RUNNING) {
            throw ProblemException.invalid(
                    "Run " + run.id() + " is at work, so its rows cannot be an input yet.",
                    "Wait until it has ended, or end it with " + Operation.STOP_RUN.on(run.id()) + ".");
        }
        if (run.status() != RunStatus.COMPLETED && filter.equals(RecordFilter.ALL)) {
            String rows =
                    run.items() == null ? "" : ": " + run.counts().done() + " of " + run.items() + " rows are done";
            throw ProblemException.invalid(
                    "Run " + run.id() + " is not complete" + rows + ".",
                    toComplete(run) + "The answers that it has are run:" + run.id() + "?status=SUCCEEDED,REUSED.");
        }
    }

    private static String toComplete(Run run) {
        return switch (run.status()) {
            case ABANDONED -> "";
            case PAUSED -> "Complete it with " + Operation.RESUME_RUN.on(run.id()) + ". ";
            default -> "Complete it with " + Operation.RESTART_RUN.on(run.id()) + ". ";
        };
    }

    private Map<String, JsonNode> answers(Run run) {
        TemplateRef made = new TemplateRef(
                run.identity().provenance().template(),
                run.identity().provenance().version());
        return AnswerCheck.columns(templates.get(made).template());
    }

    private static RowSchema schema(Run run, Map<String, JsonNode> answers) {
        RowSchema input = run.inputSchema();
        List<String> columns = new ArrayList<>(input.columns());
        Map<String, JsonNode> types = new LinkedHashMap<>(input.answers());
        answers.forEach((property, type) -> {
            String column = ANSWER + property;
            if (columns.contains(column)) {
                throw ProblemException.invalid(
                        "Run " + run.id() + " has two values for the column " + column
                                + ": one of its input, and one of its own answers.",
                        "Write its output with " + Operation.EXPORT_RUN.on(run.id())
                                + ", where the answers' column is " + property
                                + ", and give that file as the input.");
            }
            columns.add(column);
            types.put(column, type);
        });
        return new RowSchema(columns, input.avro(), input.metadata(), types);
    }
}
