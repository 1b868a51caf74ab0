package io.llmp.batch.cli.text;

import io.llmp.batch.dispatch.TokenEstimate;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.run.prepare.RequestPreview;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.TemplateVersion;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request that has not been made, in words. */
public final class RequestText {

    private static final Set<String> SHOWN_ELSEWHERE = Set.of("model", "messages", "system");
    private static final int DIGITS = 3;
    private static final long THOUSAND = 1_000;

    private RequestText() {}

    public static void print(TemplateVersion version, RequestPreview.Preview preview, PrintWriter out) {
        ModelRequest request = preview.billed();
        long tokens = TokenEstimate.prompt(request);
        out.println("template     " + version.reference() + ", digest " + version.digest());
        out.println("provider     " + preview.choice().provider().name() + ", protocol "
                + preview.choice().provider().protocol());
        out.println("model        " + request.model());
        out.println("fingerprint  " + preview.fingerprint());
        out.println("prompt       about " + tokens + " tokens (an estimate: " + TokenEstimate.METHOD + ")");
        out.println("price        " + price(preview, tokens, request.settings().maxOutputTokens()));
        out.println("cache        " + preview.priming().words());
        print("settings and output schema, as sent", settings(preview.body()), out);
        for (Message message : request.messages()) {
            print(message.role().name().toLowerCase(Locale.ROOT), message.content(), out);
        }
    }

    private static void print(String title, String text, PrintWriter out) {
        out.println();
        out.println("--- " + title);
        out.println(text.stripTrailing());
    }

    /** The body without what is shown of it elsewhere. */
    private static String settings(JsonNode body) {
        return body.properties().stream()
                .filter(field -> !SHOWN_ELSEWHERE.contains(field.getKey()))
                .map(field -> field.getKey() + ": " + field.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String price(RequestPreview.Preview preview, long tokens, @Nullable Integer most) {
        Price price = preview.choice().price();
        if (preview.choice().provider().simulated()) {
            return "none (simulated)";
        }
        if (price == null) {
            return "unknown: llmp.prices." + preview.request().model() + " is not configured";
        }
        String prompt = "about $" + dollars(price.cost(new Usage(tokens, 0, 0))) + " for the prompt, ";
        return most == null
                ? prompt + "and $" + dollars(price.cost(new Usage(0, 0, THOUSAND)))
                        + " for each 1,000 tokens of the answer"
                : prompt + "and at most $" + dollars(price.cost(new Usage(0, 0, most))) + " for an answer of " + most
                        + " tokens";
    }

    private static String dollars(BigDecimal sum) {
        return sum.round(new MathContext(DIGITS)).toPlainString();
    }
}
