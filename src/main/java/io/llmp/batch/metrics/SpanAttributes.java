package io.llmp.batch.metrics;

import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Locale;

/**
 * What spans tell, by the names of OpenTelemetry's conventions for generative AI (semantic-conventions-genai) where there are
 * any. Never what is in a row: no key of an item, no input, no answer, no message of an error.
 */
final class SpanAttributes {

    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

    private SpanAttributes() {}

    static SpanBuilder ofRun(SpanBuilder span, Run run, boolean resumed) {
        return made(span, run.identity().provenance())
                .setAttribute("llmp.run.id", run.id().value())
                .setAttribute("llmp.run.resumed", resumed)
                .setAttribute("llmp.run.simulated", run.simulated());
    }

    /** The conventions want the operation and the model, nothing that would make one name a call. */
    static String name(JobRecord record) {
        return "chat " + record.provenance().model();
    }

    static SpanBuilder ofCall(SpanBuilder span, JobRecord record) {
        CallCosts costs = record.costs();
        made(span, record.provenance())
                .setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.output.type", "json")
                .setAttribute("gen_ai.usage.input_tokens", costs.usage().promptTokens())
                .setAttribute(
                        "gen_ai.usage.cache_read.input_tokens", costs.usage().cachedTokens())
                .setAttribute("gen_ai.usage.output_tokens", costs.usage().completionTokens())
                .setAttribute("llmp.run.id", record.run().value())
                .setAttribute("llmp.item.index", record.itemIndex())
                .setAttribute("llmp.item.status", lower(record.outcome().status()))
                .setAttribute("llmp.attempts", (long) costs.attempts())
                .setAttribute("llmp.repairs", (long) costs.repairs())
                .setAttribute("llmp.queued_ms", costs.queued().toMillis());
        if (costs.finishReason() != null) {
            span.setAttribute(FINISH_REASONS, List.of(costs.finishReason().split(", ")));
        }
        if (costs.requestId() != null) {
            span.setAttribute("llmp.provider_request_id", costs.requestId());
        }
        if (costs.cost() != null) {
            span.setAttribute("llmp.cost_usd", costs.cost().doubleValue());
        }
        return span;
    }

    /** Marks the span of an item that was skipped. */
    static void failure(Span span, JobRecord record) {
        if (record.outcome() instanceof Outcome.Skipped skipped) {
            span.setStatus(StatusCode.ERROR).setAttribute("error.type", lower(skipped.reason()));
        }
    }

    /** The sums over the whole run, earlier executions included. */
    static void counts(Span span, Run run) {
        RunCounts counts = run.counts();
        if (run.items() != null) {
            span.setAttribute("llmp.items", run.items());
        }
        span.setAttribute("llmp.items.succeeded", counts.succeeded())
                .setAttribute("llmp.items.reused", counts.reused())
                .setAttribute("llmp.items.skipped", counts.skipped())
                .setAttribute("llmp.attempts", counts.attempts())
                .setAttribute("gen_ai.usage.input_tokens", counts.usage().promptTokens())
                .setAttribute("gen_ai.usage.output_tokens", counts.usage().completionTokens());
        if (counts.unpriced() == 0) {
            span.setAttribute("llmp.cost_usd", counts.cost().doubleValue());
        }
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static SpanBuilder made(SpanBuilder span, Provenance provenance) {
        return span.setAttribute("gen_ai.provider.name", provenance.provider())
                .setAttribute("gen_ai.request.model", provenance.model())
                .setAttribute("llmp.template", provenance.template())
                .setAttribute("llmp.template.version", (long) provenance.version());
    }
}
