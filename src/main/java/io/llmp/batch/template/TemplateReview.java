package io.llmp.batch.template;

import com.samskivert.mustache.MustacheException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds what is wrong with a template file whose YAML could be read. */
final class TemplateReview {

    private static final List<String> KEYS = List.of(
            "name", "description", "key", "instruction", "prompt", "input", "output", "examples", "model", "repairs");
    private static final List<String> MODEL_KEYS = List.of(
            "provider",
            "name",
            "temperature",
            "topP",
            "maxOutputTokens",
            "maxOutputTokensCeiling",
            "seed",
            "reasoningEffort",
            "serviceTier",
            "extra");
    private static final List<String> EXAMPLE_KEYS = List.of("input", "output");

    private final YamlDocument document;
    private final TemplateProblems problems;

    TemplateReview(YamlDocument document, TemplateProblems problems) {
        this.document = document;
        this.problems = problems;
    }

    /** Notes everything that keeps the document from being a template. */
    void review() {
        JsonNode root = document.root();
        if (!mapping("", root, "A job template", KEYS)) {
            return;
        }
        for (String key : List.of("name", "instruction", "input")) {
            if (!root.has(key)) {
                problems.add(
                        document.at(""),
                        "The key '" + key + "' is missing.",
                        "Add it; name, instruction and input are required.");
            }
        }
        name(root.path("name"));
        for (String key : List.of("description", "key", "instruction", "prompt")) {
            text("/" + key, root.path(key));
        }
        CompiledSchema input = schema("input");
        CompiledSchema output = schema("output");
        prompt(root.path("prompt"), root.path("input"));
        examples(root.path("examples"), input, output);
        model(root.path("model"));
        number("/repairs", root.path("repairs"), true, "0", String.valueOf(Integer.MAX_VALUE));
    }

    private void name(JsonNode name) {
        if (text("/name", name) && !TemplateRef.isName(name.asString())) {
            note("/name", Words.quoted(name.asString()) + " cannot name a job template.", TemplateRef.NAME_RULE);
        }
    }

    private @Nullable CompiledSchema schema(String key) {
        JsonNode schema = document.root().path(key);
        if (schema instanceof ObjectNode object) {
            return SchemaReview.review(document, problems, key, object);
        }
        if (!schema.isMissingNode()) {
            note(
                    "/" + key,
                    "The value of '" + key + "' must be a JSON Schema.",
                    "Write a mapping with 'type: object'.");
        }
        return null;
    }

    private void prompt(JsonNode prompt, JsonNode input) {
        if (!prompt.isString() || !input.path("properties").isObject()) {
            return;
        }
        boolean[] clean = {true};
        PromptReview.review(prompt.asString(), (ObjectNode) input, (line, problem, remedy) -> {
            clean[0] = false;
            problems.add(document.lineOf("/prompt", line), problem, remedy);
        });
        if (clean[0]) {
            compile(prompt.asString());
        }
    }

    private void compile(String prompt) {
        try {
            new PromptText(prompt);
        } catch (MustacheException | IndexOutOfBoundsException e) {
            String reason = Words.bounded(String.valueOf(e.getMessage()), 200);
            note("/prompt", "The prompt is not valid Mustache: " + reason + ".", "Correct it.");
        }
    }

    private void examples(JsonNode examples, @Nullable CompiledSchema input, @Nullable CompiledSchema output) {
        if (!examples.isMissingNode() && !examples.isArray()) {
            note("/examples", "The value of 'examples' must be a list.", "Start each example with '- input:'.");
            return;
        }
        ExampleReview review = new ExampleReview(document, problems, input, output);
        for (int i = 0; i < examples.size(); i++) {
            String place = "/examples/" + i;
            if (mapping(place, examples.path(i), "An example", EXAMPLE_KEYS)) {
                review.review(place, examples.path(i));
            }
        }
    }

    private void model(JsonNode model) {
        if (model.isMissingNode() || !mapping("/model", model, "The value of 'model'", MODEL_KEYS)) {
            return;
        }
        for (String key : List.of("provider", "name", "reasoningEffort", "serviceTier")) {
            text("/model/" + key, model.path(key));
        }
        number("/model/temperature", model.path("temperature"), false, "0", "2");
        number("/model/topP", model.path("topP"), false, "0", "1");
        if (model.path("topP").isNumber() && model.path("topP").decimalValue().signum() == 0) {
            note("/model/topP", "The value of 'topP' must be above 0.", "Leave it out to let the provider choose.");
        }
        number("/model/maxOutputTokens", model.path("maxOutputTokens"), true, "1", String.valueOf(Integer.MAX_VALUE));
        ceiling(model.path("maxOutputTokens"), model.path("maxOutputTokensCeiling"));
        number("/model/seed", model.path("seed"), true, String.valueOf(Long.MIN_VALUE), String.valueOf(Long.MAX_VALUE));
        extra(model.path("extra"));
    }

    private void ceiling(JsonNode bound, JsonNode ceiling) {
        if (!ceiling.isMissingNode() && bound.isMissingNode()) {
            note(
                    "/model/maxOutputTokensCeiling",
                    "'maxOutputTokensCeiling' says how far 'maxOutputTokens' is raised, and there is none.",
                    "Add 'maxOutputTokens', or remove the ceiling.");
            return;
        }
        String least = bound.isIntegralNumber() ? bound.asString() : "1";
        number("/model/maxOutputTokensCeiling", ceiling, true, least, String.valueOf(Integer.MAX_VALUE));
    }

    private void extra(JsonNode extra) {
        if (!extra.isMissingNode() && !extra.isObject()) {
            note(
                    "/model/extra",
                    "The value of 'extra' must be a mapping of fields of the provider's request.",
                    "Write fields below it, such as 'top_k: 40'.");
        }
        for (String field : extra.propertyNames()) {
            if (ModelSettings.RESERVED.contains(field)) {
                problems.addKey(
                        document,
                        Json.child("/model/extra", field),
                        "'extra' cannot set the field " + Words.quoted(field) + ".",
                        "Remove it; " + Words.listed(ModelSettings.RESERVED) + " are set by the template and the run.");
            }
        }
    }

    private boolean mapping(String place, JsonNode value, String what, List<String> keys) {
        if (!value.isObject()) {
            note(place, what + " must be a mapping of keys to values.", "Keys are " + Words.listed(keys) + ".");
            return false;
        }
        for (String key : value.propertyNames()) {
            if (!keys.contains(key)) {
                problems.addKey(
                        document,
                        Json.child(place, key),
                        "There is no key " + Words.quoted(key) + " here.",
                        Words.meant(key, keys, "Remove it; keys here are " + Words.listed(keys) + "."));
            }
        }
        return true;
    }

    private boolean text(String place, JsonNode value) {
        if (value.isMissingNode()) {
            return false;
        }
        if (value.isString() && !value.asString().isBlank()) {
            return true;
        }
        String key = place.substring(place.lastIndexOf('/') + 1);
        note(
                place,
                "The value of '" + key + "' must be a text"
                        + (value.isString() || value.isNull() ? ", and is empty." : "."),
                value.isValueNode() && !value.isNull() && !value.isString()
                        ? "Write it in quotes."
                        : "Write a text, or leave the key out if it is optional.");
        return false;
    }

    private void number(String place, JsonNode value, boolean whole, String least, String most) {
        if (value.isMissingNode()) {
            return;
        }
        boolean fits = (whole ? value.isIntegralNumber() : value.isNumber())
                && value.decimalValue().compareTo(new BigDecimal(least)) >= 0
                && value.decimalValue().compareTo(new BigDecimal(most)) <= 0;
        if (!fits) {
            String key = place.substring(place.lastIndexOf('/') + 1);
            note(
                    place,
                    "The value of '" + key + "' must be a " + (whole ? "whole number" : "number") + " from " + least
                            + " to " + most + ".",
                    "Write such a number, without quotes.");
        }
    }

    private void note(String place, String problem, String remedy) {
        problems.add(document, place, problem, remedy);
    }
}
