package io.llmp.batch.report.json;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunPrice;
import io.llmp.batch.report.Distribution;
import io.llmp.batch.report.FieldFigures;
import io.llmp.batch.report.ItemNote;
import io.llmp.batch.report.MoneyFigures;
import io.llmp.batch.report.SkipFigures;
import io.llmp.batch.report.WorkTime;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Figures as JSON. */
final class FigureJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private FigureJson() {}

    static ObjectNode distribution(Distribution values) {
        return JSON.createObjectNode()
                .put("count", values.count())
                .put("mean", values.mean())
                .put("min", values.least())
                .put("p50", values.quantile(0.5))
                .put("p90", values.quantile(0.9))
                .put("p95", values.quantile(0.95))
                .put("p99", values.quantile(0.99))
                .put("max", values.greatest());
    }

    static ArrayNode spans(WorkTime time) {
        ArrayNode json = JSON.createArrayNode();
        time.spans()
                .forEach(span -> json.addObject()
                        .put("from_ms", span.offset().toMillis())
                        .put("length_ms", span.length().toMillis())
                        .put("done", span.done())
                        .put("skipped", span.skipped())
                        .put("in_work", span.inWork()));
        return json;
    }

    static ObjectNode money(MoneyFigures money, Run run) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode fates = json.putArray("by_fate");
        for (MoneyFigures.Group group : money.groups()) {
            fates.addObject()
                    .put("fate", group.fate().name())
                    .put("items", group.items())
                    .put("prompt_tokens", group.usage().promptTokens())
                    .put("cached_tokens", group.usage().cachedTokens())
                    .put("completion_tokens", group.usage().completionTokens())
                    .put("cost_usd", group.cost().stripTrailingZeros())
                    .put("unpriced", group.unpriced());
        }
        money.byToken(run)
                .ifPresentOrElse(
                        costs -> json.putObject("by_token_usd")
                                .put("prompt", costs.prompt())
                                .put("cached", costs.cached())
                                .put("cache_write", costs.cacheWrite())
                                .put("completion", costs.completion()),
                        () -> json.putNull("by_token_usd"));
        return json;
    }

    static void prices(ArrayNode json, List<RunPrice> prices) {
        prices.forEach(price -> json.addObject()
                .put("input", price.input())
                .put("cached", price.cached())
                .put("cache_write", price.cacheWrite())
                .put("output", price.output()));
    }

    static ArrayNode skips(SkipFigures skips, boolean content) {
        ArrayNode json = JSON.createArrayNode();
        for (SkipFigures.Group group : skips.groups()) {
            json.addObject()
                    .put("reason", group.reason().name())
                    .put("items", group.items())
                    .set("examples", items(group.examples(), content));
        }
        return json;
    }

    static ArrayNode items(List<ItemNote> items, boolean content) {
        ArrayNode json = JSON.createArrayNode();
        for (ItemNote item : items) {
            Usage usage = item.costs().usage();
            ObjectNode node = json.addObject()
                    .put("item_index", item.index())
                    .put("status", item.status().name())
                    .put("attempts", item.costs().attempts())
                    .put("latency_ms", item.costs().latency().toMillis())
                    .put("prompt_tokens", usage.promptTokens())
                    .put("completion_tokens", usage.completionTokens())
                    .put("cost_usd", item.costs().cost());
            if (content) {
                node.put("item_key", item.key()).put("input", item.input()).put("result", item.result());
            }
        }
        return json;
    }

    static ArrayNode fields(List<FieldFigures> fields, boolean content) {
        ArrayNode json = JSON.createArrayNode();
        for (FieldFigures field : fields) {
            ObjectNode node = json.addObject()
                    .put("field", field.name())
                    .put("kind", field.kind().name().toLowerCase(Locale.ROOT))
                    .put("answers", field.answers())
                    .put("absent", field.absent());
            if (content || field.isDeclared()) {
                ArrayNode values = node.putArray("values");
                field.values()
                        .forEach(value ->
                                values.addObject().put("value", value.value()).put("answers", value.answers()));
            }
            add(node, "numbers", field.numbers());
            add(node, "lengths", field.lengths());
            add(node, "sizes", field.sizes());
        }
        return json;
    }

    private static void add(ObjectNode node, String name, Distribution values) {
        if (!values.isEmpty()) {
            node.set(name, distribution(values));
        }
    }
}
