package io.llmp.batch.report;

import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventSubject;
import io.llmp.batch.export.ResultSchema.OutputColumn;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.problem.Vocabulary;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunPrice;
import io.llmp.batch.record.RunPricing;
import io.llmp.batch.record.RunState;
import io.llmp.batch.record.RunTimes;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.Templates;
import io.llmp.batch.template.diff.TemplateDiff;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reports to write. */
public final class Reports {

    /** Texts that want to be more than text. */
    public static final List<String> HOSTILE = List.of(
            "<script>document.title='owned'</script>",
            "\"><img src=x onerror=\"document.title='owned'\">",
            "</style></svg></td></table><iframe src=http://127.0.0.1:1/>",
            "{{page.title}} {{{x}}} ${x} `x` | *x* [x](http://127.0.0.1:1/) ![x](http://127.0.0.1:1/) ]]>",
            "\u202Eright to left\u202C עברית",
            "nul \u0000 bell \u0007 escape \u001B[31m delete \u007F half \uD800 nothing \uFFFF",
            "x".repeat(100_000),
            "'; DROP TABLE LLMP_RUN; --");

    private static final List<SkipReason> REASONS = List.of(SkipReason.values());
    private static final String OTHER_PROMPT = "Body: {{body}} <b onclick=x>";

    private Reports() {}

    /** A report of rows, answers, errors and keys that are all {@link #HOSTILE}, each in its turn. */
    public static Report hostile(boolean content) {
        JobTemplate former = Templates.of(Templates.TICKET_TRIAGE);
        JobTemplate present = Templates.of(Templates.TICKET_TRIAGE.replace("Body: {{body}}", OTHER_PROMPT));
        List<OutputColumn> columns = Stream.of("team", "note", "<i>odd</i>")
                .map(name -> new OutputColumn(name, JsonMapper.shared().createObjectNode()))
                .toList();
        RunFigures figures = new RunFigures(columns, List.of(Samples.START));
        RunCounts counts = RunCounts.NONE;
        for (JobRecord record : records()) {
            figures.add(record);
            counts = counts.plus(record);
        }
        return new Report(
                run(counts),
                new TemplateVersion(present, 2, "d".repeat(64), HOSTILE.get(0), "root", Samples.START),
                TemplateDiff.between(former, present),
                List.of(new Event(
                        1,
                        Samples.START,
                        "root",
                        EventKind.RUN_FAILED,
                        new EventSubject("ticket-triage", 2, Notes.RUN.value()),
                        HOSTILE.get(1))),
                figures,
                content,
                Samples.START,
                ZoneOffset.UTC,
                Vocabulary.PLAIN);
    }

    /** A report of 1,000 input and 100 output tokens that cost $0.0005, in a run made with these prices. */
    public static Report priced(List<RunPrice> prices) {
        RunFigures figures = new RunFigures(List.of(), List.of(Samples.START));
        figures.add(Notes.record(
                0, Notes.answer("{}"), Notes.costs(0, 10, "0.0005", new Usage(1_000, 0, 100)), Samples.START));
        return new Report(
                Samples.madeWith(Samples.run("priced", 1, Samples.START), prices),
                new TemplateVersion(
                        Templates.of(Templates.TICKET_TRIAGE), 1, "d".repeat(64), "file", "root", Samples.START),
                null,
                List.of(),
                figures,
                true,
                Samples.START,
                ZoneOffset.UTC,
                Vocabulary.PLAIN);
    }

    private static List<JobRecord> records() {
        List<JobRecord> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String text = HOSTILE.get(i % HOSTILE.size());
            ObjectNode answer =
                    JsonMapper.shared().createObjectNode().put("team", text).put("note", text + i);
            Outcome outcome = i % 3 == 0
                    ? new Outcome.Skipped(REASONS.get(i % REASONS.size()), text)
                    : Notes.answer(answer.toString());
            JobRecord plain = Notes.record(
                    i,
                    outcome,
                    Notes.costs(i % 2, 10 + i, "0.0001", new Usage(100 + i, 0, i)),
                    Samples.START.plusMillis(60L * i));
            records.add(new JobRecord(
                    plain.run(),
                    i,
                    text,
                    0,
                    JsonMapper.shared().createObjectNode().put("body", text).toString(),
                    null,
                    outcome,
                    plain.costs(),
                    plain.provenance(),
                    plain.createdAt()));
        }
        return records;
    }

    private static Run run(RunCounts counts) {
        Run run = Samples.run("hostile", 1, Samples.START);
        return new Run(
                Notes.RUN,
                run.identity(),
                1,
                run.inputSchema(),
                new RunPricing(true, List.of()),
                new RunState(run.status(), HOSTILE.get(2), counts.done(), 1, 0, false, null),
                counts,
                new RunTimes(run.createdAt(), null, null));
    }

    /** Returns what a format makes of a report. */
    public static String write(ReportFormat format, Report report) {
        StringWriter out = new StringWriter();
        try {
            format.write(report, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
