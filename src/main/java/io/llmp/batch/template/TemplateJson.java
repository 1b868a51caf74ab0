package io.llmp.batch.template;

import io.llmp.batch.schema.ExactNumbers;
import io.llmp.batch.schema.Json;
import io.llmp.batch.template.JobTemplate.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job template as JSON, with the keys of a template file: the form it is kept in. What is read was checked before it
 * was written, so reading does not check again; a version stays readable whatever later releases refuse.
 */
public final class TemplateJson {

    public static final int DEFAULT_REPAIRS = 2;

    /** The value of {@code model.cache} by which the first call of a run is made before the others. */
    public static final String PRIME = "prime";

    private TemplateJson() {}

    /** Returns {@code template} as JSON text without layout. */
    public static String write(JobTemplate template) {
        return Json.write(tree(template));
    }

    /** Returns the template that {@link #write} turned into {@code json}. */
    public static JobTemplate read(String json) {
        return template((ObjectNode) Json.parse(json));
    }

    /** Returns {@code template} as a tree of its own; what the template leaves out is left out. */
    public static ObjectNode tree(JobTemplate template) {
        ObjectNode tree = Json.object();
        put(tree, "name", template.name());
        put(tree, "description", template.description());
        put(tree, "key", template.key());
        put(tree, "instruction", template.instruction());
        put(tree, "prompt", template.prompt());
        tree.set("input", template.input().deepCopy());
        ObjectNode output = template.output();
        if (output != null) {
            tree.set("output", output.deepCopy());
        }
        if (!template.examples().isEmpty()) {
            ArrayNode examples = tree.putArray("examples");
            for (Example example : template.examples()) {
                ObjectNode each = examples.addObject();
                each.set("input", example.input().deepCopy());
                each.set("output", example.output().deepCopy());
            }
        }
        ObjectNode model = model(template.model());
        if (!model.isEmpty()) {
            tree.set("model", model);
        }
        return tree.put("repairs", template.repairs());
    }

    /** Returns the template that {@code tree}, known to be a valid one, stands for. */
    public static JobTemplate template(ObjectNode tree) {
        return new JobTemplate(
                tree.path("name").asString(),
                text(tree, "description"),
                text(tree, "key"),
                tree.path("instruction").asString(),
                text(tree, "prompt"),
                (ObjectNode) tree.path("input"),
                (ObjectNode) tree.get("output"),
                examples(tree.path("examples")),
                model(tree.path("model")),
                tree.path("repairs").asInt(DEFAULT_REPAIRS));
    }

    private static List<Example> examples(JsonNode trees) {
        List<Example> examples = new ArrayList<>();
        for (JsonNode tree : trees) {
            examples.add(new Example((ObjectNode) tree.path("input"), tree.path("output")));
        }
        return examples;
    }

    private static ModelSettings model(JsonNode tree) {
        JsonNode maxOutputTokens = tree.get("maxOutputTokens");
        JsonNode ceiling = tree.get("maxOutputTokensCeiling");
        JsonNode seed = tree.get("seed");
        return new ModelSettings(
                text(tree, "provider"),
                text(tree, "name"),
                decimal(tree, "temperature"),
                decimal(tree, "topP"),
                maxOutputTokens == null ? null : maxOutputTokens.intValue(),
                seed == null ? null : seed.longValue(),
                text(tree, "reasoningEffort"),
                ceiling == null ? null : ceiling.intValue(),
                text(tree, "serviceTier"),
                (ObjectNode) tree.get("extra"),
                headers(tree.path("headers")),
                tree.has("cache"),
                SchemaInPrompt.valueOf(
                        tree.path("schemaInPrompt").asString("auto").toUpperCase(Locale.ROOT)));
    }

    private static Map<String, String> headers(JsonNode tree) {
        Map<String, String> headers = new TreeMap<>();
        tree.properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString()));
        return headers;
    }

    private static ObjectNode model(ModelSettings model) {
        ObjectNode tree = Json.object();
        put(tree, "provider", model.provider());
        put(tree, "name", model.name());
        put(tree, "temperature", model.temperature());
        put(tree, "topP", model.topP());
        Integer maxOutputTokens = model.maxOutputTokens();
        if (maxOutputTokens != null) {
            tree.put("maxOutputTokens", maxOutputTokens);
        }
        Long seed = model.seed();
        if (seed != null) {
            tree.put("seed", seed);
        }
        put(tree, "reasoningEffort", model.reasoningEffort());
        Integer ceiling = model.maxOutputTokensCeiling();
        if (ceiling != null) {
            tree.put("maxOutputTokensCeiling", ceiling);
        }
        put(tree, "serviceTier", model.serviceTier());
        ObjectNode extra = model.extra();
        if (extra != null) {
            tree.set("extra", extra.deepCopy());
        }
        if (!model.headers().isEmpty()) {
            ObjectNode headers = tree.putObject("headers");
            new TreeMap<>(model.headers()).forEach(headers::put);
        }
        put(tree, "cache", model.primeCache() ? PRIME : null);
        // Left out where it is the default, so that older versions keep their digests.
        put(
                tree,
                "schemaInPrompt",
                model.schemaInPrompt() == SchemaInPrompt.AUTO
                        ? null
                        : model.schemaInPrompt().word());
        return tree;
    }

    private static void put(ObjectNode tree, String key, @Nullable String value) {
        if (value != null) {
            tree.put(key, value);
        }
    }

    private static void put(ObjectNode tree, String key, @Nullable Double value) {
        if (value != null) {
            tree.set(key, ExactNumbers.node(ExactNumbers.shortest(value)));
        }
    }

    private static @Nullable String text(JsonNode tree, String key) {
        JsonNode value = tree.get(key);
        return value == null ? null : value.asString();
    }

    private static @Nullable Double decimal(JsonNode tree, String key) {
        JsonNode value = tree.get(key);
        return value == null ? null : value.doubleValue();
    }
}
