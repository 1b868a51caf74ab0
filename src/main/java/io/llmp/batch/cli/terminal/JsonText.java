package io.llmp.batch.cli.terminal;

import io.llmp.batch.event.Event;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.template.TemplateStatus;
import io.llmp.batch.template.TemplateVersion;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** What reading commands print for machines: keys are the tables' columns in lower case. */
public final class JsonText {

    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonText() {}

    /** Prints objects as an array, one a line, as they come. */
    public static void array(Iterator<ObjectNode> objects, PrintWriter out) {
        out.print("[");
        String separator = "\n";
        while (objects.hasNext()) {
            out.print(separator);
            out.print(objects.next());
            separator = ",\n";
        }
        out.println("\n]");
    }

    private static @Nullable String worded(@Nullable String message) {
        return message == null ? null : CommandVocabulary.INSTANCE.worded(message);
    }

    public static ObjectNode run(Run run) {
        RunIdentity identity = run.identity();
        RunCounts counts = run.counts();
        ObjectNode json = JSON.createObjectNode();
        json.put("run_id", run.id().value());
        json.put("status", run.status().name());
        json.put("failure", worded(run.failure()));
        provenance(json, identity.provenance());
        json.put("simulated", run.simulated());
        json.put("input_path", identity.input());
        json.put("input_bytes", identity.fingerprint().bytes());
        json.put("input_sha256", identity.fingerprint().sha256());
        json.put("output_path", identity.output());
        json.put("row_limit", identity.limit());
        json.put("run_key", identity.runKey());
        json.put("items", run.items());
        json.put("succeeded", counts.succeeded());
        json.put("reused", counts.reused());
        json.put("skipped", counts.skipped());
        json.put("attempts", counts.attempts());
        json.put("prompt_tokens", counts.usage().promptTokens());
        json.put("cached_tokens", counts.usage().cachedTokens());
        json.put("completion_tokens", counts.usage().completionTokens());
        json.put("cost_usd", counts.cost().stripTrailingZeros());
        json.put("unpriced", counts.unpriced());
        ArrayNode prices = json.putArray("prices");
        run.prices()
                .forEach(price -> prices.addObject()
                        .put("input", price.input())
                        .put("cached", price.cached())
                        .put("cache_write", price.cacheWrite())
                        .put("output", price.output()));
        json.put("executions", run.executions());
        json.put("completions", run.completions());
        json.put("exported", run.exported());
        json.put("created_at", time(run.createdAt()));
        json.put("started_at", time(run.startedAt()));
        json.put("ended_at", time(run.endedAt()));
        json.put("owner_place", run.place());
        return json;
    }

    public static ObjectNode record(JobRecord record) {
        Outcome outcome = record.outcome();
        Outcome.@Nullable Skipped skipped = outcome instanceof Outcome.Skipped s ? s : null;
        ObjectNode json = JSON.createObjectNode();
        json.put("run_id", record.run().value());
        json.put("item_index", record.itemIndex());
        json.put("item_key", record.itemKey());
        json.put("status", outcome.status().name());
        json.put("reason", skipped == null ? null : skipped.reason().name());
        json.put("error", skipped == null ? null : skipped.error());
        json.put("attempts", record.costs().attempts());
        json.put("repairs", record.costs().repairs());
        provenance(json, record.provenance());
        json.put("request_fingerprint", record.requestFingerprint());
        json.putRawValue("input", new RawValue(record.input()));
        if (outcome instanceof Outcome.Answered answered) {
            json.putRawValue("output", new RawValue(answered.output()));
        } else {
            json.putNull("output");
        }
        costs(json, record.costs());
        json.put("split", record.split());
        json.put("created_at", time(record.createdAt()));
        json.put("reused_from", reusedFrom(outcome));
        return json;
    }

    private static @Nullable String reusedFrom(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered && answered.from() != null
                ? answered.from().toString()
                : null;
    }

    private static void costs(ObjectNode json, CallCosts costs) {
        json.put("finish_reason", costs.finishReason());
        json.put("provider_request_id", costs.requestId());
        json.put("prompt_tokens", costs.usage().promptTokens());
        json.put("cached_tokens", costs.usage().cachedTokens());
        json.put("completion_tokens", costs.usage().completionTokens());
        json.put("cost_usd", costs.cost() == null ? null : costs.cost().stripTrailingZeros());
        json.put("latency_ms", costs.latency().toMillis());
        json.put("queued_ms", costs.queued().toMillis());
    }

    private static void provenance(ObjectNode json, Provenance provenance) {
        json.put("template", provenance.template());
        json.put("template_version", provenance.version());
        json.put("template_digest", provenance.digest());
        json.put("provider", provenance.provider());
        json.put("model", provenance.model());
    }

    public static ObjectNode version(TemplateVersion version, TemplateStatus status) {
        return JSON.createObjectNode()
                .put("template", version.name())
                .put("template_version", version.version())
                .put("template_digest", version.digest())
                .put("state", status.state().name())
                .put("active", status.isActive(version.version()))
                .put("description", version.template().description())
                .put("source", version.source())
                .put("created_by", version.createdBy())
                .put("created_at", time(version.createdAt()));
    }

    public static ObjectNode event(Event event) {
        ObjectNode json = JSON.createObjectNode();
        json.put("event_id", event.id());
        json.put("created_at", time(event.createdAt()));
        json.put("created_by", event.createdBy());
        json.put("event", event.kind().name());
        json.put("template", event.subject().template());
        json.put("template_version", event.subject().version());
        json.put("run_id", event.subject().run());
        json.put("reason", worded(event.reason()));
        return json;
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
