package io.llmp.batch.cli.text;

import io.llmp.batch.cli.terminal.Durations;
import io.llmp.batch.estimate.Estimate;
import io.llmp.batch.estimate.Range;
import io.llmp.batch.llm.Price;
import io.llmp.batch.record.Provenance;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An estimate in words and in JSON. */
public final class EstimateText {

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private EstimateText() {}

    public static void print(Estimate estimate, PrintWriter out) {
        Provenance made = estimate.provenance();
        Estimate.Rows rows = estimate.rows();
        out.println("template   " + made.template() + "@" + made.version() + ", provider " + made.provider()
                + ", model " + made.model());
        out.println("rows       " + number(rows.all()) + ": " + count(rows.asked()) + " to send, "
                + count(rows.reused()) + " reused, " + skipped(rows)
                + (rows.isExact() ? "" : " (by a sample of " + number(rows.surveyed()) + ")"));
        out.println("prompts    " + tokens(estimate.tokens().prompt()) + " ("
                + estimate.tokens().promptBasis() + ")");
        out.println("answers    " + tokens(estimate.tokens().completion()) + " ("
                + estimate.tokens().completionBasis() + ")");
        out.println("cost       " + cost(estimate));
        if (estimate.money() != null && !estimate.simulated()) {
            out.println("price      " + price(estimate.money().price()));
        }
        out.println("time       " + time(estimate.time()) + " ("
                + estimate.time().boundBy() + "; latency: " + estimate.time().latencyBasis() + ")");
    }

    private static String skipped(Estimate.Rows rows) {
        StringBuilder words = new StringBuilder();
        double all = 0;
        for (var reason : new TreeMap<>(rows.skipped()).entrySet()) {
            all += reason.getValue().likely();
            words.append(words.isEmpty() ? "" : ", ").append(reason.getKey());
        }
        return number(Math.round(all)) + " invalid" + (words.isEmpty() ? "" : " (" + words + ")");
    }

    private static String cost(Estimate estimate) {
        if (estimate.simulated()) {
            return "none (simulated)";
        }
        Estimate.Money money = estimate.money();
        if (money == null) {
            return "unknown: no price for model " + estimate.provenance().model()
                    + " (llmp.prices in the configuration)";
        }
        Range total = money.total();
        String saved = money.saved() == 0 ? "" : "; reuse saves about " + dollars(money.saved());
        return "about " + dollars(total.likely()) + ", between " + dollars(total.low()) + " and "
                + dollars(total.high()) + saved;
    }

    private static String price(Price price) {
        return "$" + price.input().toPlainString() + " input, $"
                + price.cached().toPlainString() + " cached, $"
                + price.output().toPlainString() + " output per million tokens"
                + (price.asOf() == null ? "" : ", as of " + price.asOf())
                + (price.source() == null ? "" : " (" + price.source() + ")");
    }

    private static String time(Estimate.Time time) {
        Range seconds = time.seconds();
        return "about " + span(seconds.likely()) + ", between " + span(seconds.low()) + " and " + span(seconds.high());
    }

    private static String span(double seconds) {
        return Durations.text(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static String tokens(Range tokens) {
        return "about " + number(tokens.likely()) + " tokens, between " + number(tokens.low()) + " and "
                + number(tokens.high());
    }

    private static String count(Range count) {
        return (count.low() == count.high() ? "" : "about ") + number(count.likely());
    }

    private static String number(double number) {
        return number(Math.round(number));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Three digits, and cents at least. */
    public static String dollars(double dollars) {
        BigDecimal rounded = new BigDecimal(dollars).round(THREE_DIGITS);
        BigDecimal shown = rounded.scale() < 2 ? rounded.setScale(2, RoundingMode.HALF_UP) : rounded;
        return "$" + (shown.signum() == 0 ? "0.00" : shown.toPlainString());
    }

    public static ObjectNode json(Estimate estimate) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        Provenance made = estimate.provenance();
        Estimate.Rows rows = estimate.rows();
        json.put("template", made.template());
        json.put("template_version", made.version());
        json.put("template_digest", made.digest());
        json.put("provider", made.provider());
        json.put("model", made.model());
        json.put("simulated", estimate.simulated());
        json.put("rows", rows.all());
        json.put("rows_surveyed", rows.surveyed());
        json.put("rows_exact", rows.isExact());
        range(json, "asked", rows.asked());
        range(json, "reused", rows.reused());
        ObjectNode skipped = json.putObject("skipped");
        new TreeMap<>(rows.skipped()).forEach((reason, count) -> range(skipped, reason.name(), count));
        range(json, "prompt_tokens", estimate.tokens().prompt());
        json.put("prompt_basis", estimate.tokens().promptBasis());
        range(json, "completion_tokens", estimate.tokens().completion());
        json.put("completion_basis", estimate.tokens().completionBasis());
        money(json, estimate.money());
        range(json, "seconds", estimate.time().seconds());
        json.put("bound_by", estimate.time().boundBy());
        json.put("latency_basis", estimate.time().latencyBasis());
        return json;
    }

    private static void money(ObjectNode json, Estimate.@Nullable Money money) {
        if (money == null) {
            json.putNull("cost_usd").putNull("reuse_saves_usd").putNull("price");
            return;
        }
        range(json, "cost_usd", money.total());
        json.put("reuse_saves_usd", money.saved());
        Price price = money.price();
        json.putObject("price")
                .put("input", price.input())
                .put("cached", price.cached())
                .put("cache_write", price.cacheWrite())
                .put("output", price.output())
                .put("batch", price.batch())
                .put("as_of", price.asOf() == null ? null : price.asOf().toString())
                .put("source", price.source() == null ? null : price.source().toString());
    }

    private static void range(ObjectNode json, String key, Range range) {
        json.putObject(key)
                .put("low", range.low())
                .put("likely", range.likely())
                .put("high", range.high());
    }
}
