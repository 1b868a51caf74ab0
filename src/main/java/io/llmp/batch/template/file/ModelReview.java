package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.Json;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import io.llmp.batch.template.TemplateJson;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds what is wrong with a template's model settings. */
final class ModelReview {

    static final List<String> KEYS = List.of(
            "provider",
            "name",
            "temperature",
            "topP",
            "maxOutputTokens",
            "maxOutputTokensCeiling",
            "seed",
            "reasoningEffort",
            "serviceTier",
            "extra",
            "headers",
            "cache",
            "schemaInPrompt");

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern HEADER_TEXT = Pattern.compile("[ -~]*");

    private static final String MOST_TOKENS = String.valueOf(Integer.MAX_VALUE);

    private final SourceTree source;
    private final TemplateProblems problems;
    private final KeyReview keys;

    ModelReview(SourceTree source, TemplateProblems problems) {
        this.source = source;
        this.problems = problems;
        this.keys = new KeyReview(source, problems);
    }

    /** Notes what is wrong with {@code model}, which may be missing. */
    void review(JsonNode model) {
        if (model.isMissingNode() || !keys.mapping("/model", model, "The value of 'model'", KEYS)) {
            return;
        }
        for (String key : List.of("provider", "name", "reasoningEffort", "serviceTier")) {
            keys.text("/model/" + key, model.path(key));
        }
        keys.number("/model/temperature", model.path("temperature"), false, "0", "2");
        JsonNode topP = model.path("topP");
        keys.number("/model/topP", topP, false, "0", "1");
        if (topP.isNumber() && topP.decimalValue().signum() == 0) {
            keys.note(
                    "/model/topP", "The value of 'topP' must be above 0.", "Leave it out to let the provider choose.");
        }
        keys.number("/model/maxOutputTokens", model.path("maxOutputTokens"), true, "1", MOST_TOKENS);
        ceiling(model.path("maxOutputTokens"), model.path("maxOutputTokensCeiling"));
        String least = String.valueOf(Long.MIN_VALUE);
        keys.number("/model/seed", model.path("seed"), true, least, String.valueOf(Long.MAX_VALUE));
        extra(model.path("extra"));
        headers(model.path("headers"));
        cache(model.path("cache"));
        schemaInPrompt(model.path("schemaInPrompt"));
    }

    private void schemaInPrompt(JsonNode value) {
        List<String> words =
                Stream.of(SchemaInPrompt.values()).map(SchemaInPrompt::word).toList();
        if (!value.isMissingNode() && !(value.isString() && words.contains(value.asString()))) {
            keys.note(
                    "/model/schemaInPrompt",
                    "The value of 'schemaInPrompt' must be one of " + ProblemWords.listed(words) + ".",
                    "Write one of them, or remove it, which means auto.");
        }
    }

    private void cache(JsonNode cache) {
        if (!cache.isMissingNode() && !(cache.isString() && cache.asString().equals(TemplateJson.PRIME))) {
            keys.note(
                    "/model/cache",
                    "The value of 'cache' must be " + TemplateJson.PRIME + ".",
                    "Write 'cache: " + TemplateJson.PRIME + "', or remove it to start all calls at once.");
        }
    }

    private void ceiling(JsonNode bound, JsonNode ceiling) {
        if (!ceiling.isMissingNode() && bound.isMissingNode()) {
            keys.note(
                    "/model/maxOutputTokensCeiling",
                    "'maxOutputTokensCeiling' says how far 'maxOutputTokens' is raised, and there is none.",
                    "Add 'maxOutputTokens', or remove the ceiling.");
            return;
        }
        String least = bound.isIntegralNumber() ? bound.asString() : "1";
        keys.number("/model/maxOutputTokensCeiling", ceiling, true, least, MOST_TOKENS);
    }

    private void extra(JsonNode extra) {
        if (!extra.isMissingNode() && !extra.isObject()) {
            keys.note(
                    "/model/extra",
                    "The value of 'extra' must be a mapping of fields of the provider's request.",
                    "Write fields below it, such as 'top_k: 40'.");
        }
        for (String field : extra.propertyNames()) {
            if (ModelSettings.RESERVED.contains(field)) {
                problems.addKey(
                        source,
                        Json.child("/model/extra", field),
                        "'extra' cannot set the field " + ProblemWords.quoted(field) + ".",
                        "Remove it; " + ProblemWords.listed(ModelSettings.RESERVED)
                                + " are set by the template and the run.");
            }
        }
    }

    private void headers(JsonNode headers) {
        if (!headers.isMissingNode() && !headers.isObject()) {
            keys.note(
                    "/model/headers",
                    "The value of 'headers' must be a mapping of headers of the provider's request to their texts.",
                    "Write headers below it, such as 'anthropic-beta: feature-2026-01-01'.");
        }
        for (var header : headers.properties()) {
            String place = Json.child("/model/headers", header.getKey());
            if (ModelSettings.RESERVED_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                problems.addKey(
                        source,
                        place,
                        "'headers' cannot set the header " + ProblemWords.quoted(header.getKey()) + ".",
                        "Remove it; keys are given in the environment, and HTTP sets its own headers.");
            } else if (!HEADER_NAME.matcher(header.getKey()).matches()) {
                problems.addKey(
                        source,
                        place,
                        ProblemWords.quoted(header.getKey()) + " is no name of a header.",
                        "Use letters, digits, '-' and '_'.");
            } else if (keys.text(place, header.getValue())
                    && !HEADER_TEXT.matcher(header.getValue().asString()).matches()) {
                keys.note(place, "A header's text can only have the characters of ASCII.", "Write it in them.");
            }
        }
    }
}
