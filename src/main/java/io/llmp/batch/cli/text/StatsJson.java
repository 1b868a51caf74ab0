package io.llmp.batch.cli.text;

import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.report.Distribution;
import io.llmp.batch.report.Drift;
import io.llmp.batch.report.MoneyFigures;
import io.llmp.batch.report.MoneyFigures.Fate;
import io.llmp.batch.report.TemplateStatistics.Moved;
import io.llmp.batch.report.TemplateStatistics.Statistics;
import io.llmp.batch.report.TemplateStatistics.Version;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Statistics of a template for machines: an array of one object. */
public final class StatsJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private StatsJson() {}

    public static void print(String template, Statistics statistics, PrintWriter out) {
        ObjectNode json = JSON.createObjectNode().put("template", template);
        ArrayNode versions = json.putArray("versions");
        statistics.versions().forEach(version -> versions.add(version(version)));
        json.set("drift", statistics.moved() == null ? JSON.nullNode() : moved(statistics.moved()));
        JsonText.array(List.of(json).iterator(), out);
    }

    private static ObjectNode version(Version version) {
        MoneyFigures money = version.figures().money();
        MoneyFigures.Group total = money.total();
        ObjectNode json = JSON.createObjectNode();
        json.put("template_version", version.version());
        json.put("runs", version.runs());
        json.put("items", total.items());
        json.put("answered", total.items() - money.items(Fate.SKIPPED));
        json.put("reused", money.items(Fate.REUSED));
        json.put("repaired", money.items(Fate.REPAIRED));
        json.put("skipped", money.items(Fate.SKIPPED));
        json.put("prompt_tokens", total.usage().promptTokens());
        json.put("cached_tokens", total.usage().cachedTokens());
        json.put("completion_tokens", total.usage().completionTokens());
        json.put("cost_usd", total.cost().stripTrailingZeros());
        json.put("cost_usd_per_1000", total.unpriced() > 0 || total.items() == 0 ? null : StatsText.perThousand(total));
        json.put("unpriced", total.unpriced());
        Distribution latency = version.figures().latency();
        json.put("latency_ms_p50", quantile(latency, 0.5));
        json.put("latency_ms_p95", quantile(latency, 0.95));
        json.put("latency_ms_p99", quantile(latency, 0.99));
        return json;
    }

    private static @Nullable Double quantile(Distribution values, double share) {
        return values.isEmpty() ? null : (Double) values.quantile(share);
    }

    private static ObjectNode moved(Moved moved) {
        ObjectNode json = JSON.createObjectNode();
        json.put("run_a", moved.former().id().value());
        json.put("run_b", moved.present().id().value());
        ArrayNode fields = json.putArray("fields");
        for (Drift drift : moved.fields()) {
            fields.addObject()
                    .put("field", drift.field())
                    .put("measure", drift.measure().name())
                    .put("amount", drift.amount())
                    .put("a", drift.former())
                    .put("b", drift.present());
        }
        return json;
    }
}
