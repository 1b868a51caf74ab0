package io.llmp.batch.report.json;

import io.llmp.batch.event.Event;
import io.llmp.batch.problem.Vocabulary;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.ReportFormat;
import io.llmp.batch.report.RunFigures;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object, with keys as everywhere else: the tables' columns in lower case. */
final class JsonReport implements ReportFormat {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public String name() {
        return "json";
    }

    @Override
    public List<String> extensions() {
        return List.of("json");
    }

    @Override
    public void write(Report report, Writer out) throws IOException {
        RunFigures figures = report.figures();
        ObjectNode json = JSON.createObjectNode();
        json.put("made_at", report.madeAt().toString());
        json.set("run", run(report.run(), report.words()));
        json.put("work_time_ms", figures.workTime().total().toMillis());
        json.put("retries", figures.retries());
        json.set("latency_ms", FigureJson.distribution(figures.latency()));
        json.set("queued_ms", FigureJson.distribution(figures.queued()));
        json.set("prompt_tokens", FigureJson.distribution(figures.promptTokens()));
        json.set("completion_tokens", FigureJson.distribution(figures.completionTokens()));
        json.set("spans", FigureJson.spans(figures.workTime()));
        json.set("cost", FigureJson.money(figures.money(), report.run()));
        json.set("skips", FigureJson.skips(figures.skips(), report.content()));
        json.set("fields", FigureJson.fields(figures.fields(), report.content()));
        json.set("slowest", FigureJson.items(figures.slowest(), report.content()));
        json.set("dearest", FigureJson.items(figures.dearest(), report.content()));
        json.set("events", events(report.events(), report.words()));
        // The mark must be in the first line, and the rest is easier to look at in lines of its own.
        out.write("{\"" + MARK + "\":1,\n");
        out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json).substring(1));
        out.write("\n");
    }

    private static ObjectNode run(Run run, Vocabulary words) {
        ObjectNode json = facts(run, words);
        FigureJson.prices(json.putArray("prices"), run.prices());
        return json;
    }

    private static ObjectNode facts(Run run, Vocabulary words) {
        Provenance made = run.identity().provenance();
        RunCounts counts = run.counts();
        return JSON.createObjectNode()
                .put("run_id", run.id().value())
                .put("status", run.status().name())
                .put("failure", worded(run.failure(), words))
                .put("template", made.template())
                .put("template_version", made.version())
                .put("template_digest", made.digest())
                .put("provider", made.provider())
                .put("model", made.model())
                .put("simulated", run.simulated())
                .put("input_path", run.identity().input())
                .put("output_path", run.identity().output())
                .put("items", run.items())
                .put("succeeded", counts.succeeded())
                .put("reused", counts.reused())
                .put("skipped", counts.skipped())
                .put("attempts", counts.attempts())
                .put("cost_usd", counts.cost().stripTrailingZeros())
                .put("unpriced", counts.unpriced())
                .put("executions", run.executions())
                .put("created_at", run.createdAt().toString())
                .put("started_at", time(run.startedAt()))
                .put("ended_at", time(run.endedAt()));
    }

    private static ArrayNode events(List<Event> events, Vocabulary words) {
        ArrayNode json = JSON.createArrayNode();
        events.forEach(event -> json.addObject()
                .put("created_at", event.createdAt().toString())
                .put("created_by", event.createdBy())
                .put("event", event.kind().name())
                .put("reason", worded(event.reason(), words)));
        return json;
    }

    private static @Nullable String worded(@Nullable String message, Vocabulary words) {
        return message == null ? null : words.worded(message);
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
