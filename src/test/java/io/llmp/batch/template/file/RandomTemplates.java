package io.llmp.batch.template.file;

import io.llmp.batch.schema.Json;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.JobTemplate.Example;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Makes up templates that hold every text and value that YAML makes hard to write. */
public final class RandomTemplates {

    private static final List<String> AWKWARD = List.of(
            "yes",
            "no",
            "null",
            "~",
            "true",
            "007",
            "1e5",
            "0x1F",
            "1.50",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "@a",
            "%a",
            "!a",
            "&a",
            "*a",
            "|",
            ">",
            "'",
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            "?",
            ":",
            " a",
            "a ",
            "\ta",
            "a\n",
            "a\n\n",
            "\na",
            "\n",
            "a\nb",
            "  a\nb",
            "a \nb",
            "a\r\nb",
            "a\rb",
            "\u0000",
            "\u0007",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "é",
            "日本",
            "😀",
            "a\n😀\n",
            "...",
            "---",
            "--- a",
            "<<",
            "=",
            "y",
            "2024-01-01",
            "a\tb\nc",
            "x".repeat(300),
            "~0/1~1",
            "a: |\n  b",
            ".inf",
            "{{a}}",
            "-5",
            "+5",
            "1_000",
            "a\u0085\nb",
            "\t\nb",
            "a\n\tb\n",
            "क्षि\nb",
            "$ref",
            "a\n \t\nb");

    private RandomTemplates() {}

    /** Returns a template that may be registered; the same for a source of the same seed. */
    public static JobTemplate next(Random random) {
        List<String> columns = names(random);
        ObjectNode input = schema(random, columns);
        ObjectNode output = random.nextBoolean() ? schema(random, names(random)) : null;
        List<Example> examples = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            ObjectNode row = Json.object();
            columns.forEach(column -> row.set(column, value(random, 3)));
            examples.add(new Example(
                    row,
                    output == null
                            ? StringNode.valueOf(text(random))
                            : Json.object().set("default", value(random, 2))));
        }
        Integer bound = random.nextBoolean() ? 1 + random.nextInt(1000) : null;
        return new JobTemplate(
                "t." + random.nextInt(1000),
                maybe(random),
                maybe(random),
                text(random) + "x",
                random.nextBoolean() ? "p" + text(random).replace("{{", "") : null,
                input,
                output,
                examples,
                new ModelSettings(
                        maybe(random),
                        maybe(random),
                        random.nextBoolean() ? random.nextInt(200) / 100.0 : null,
                        random.nextBoolean() ? (1 + random.nextInt(100)) / 100.0 : null,
                        bound,
                        random.nextBoolean() ? random.nextLong() : null,
                        maybe(random),
                        bound != null && random.nextBoolean() ? bound + random.nextInt(1000) : null,
                        maybe(random),
                        random.nextBoolean() ? Json.object().set("x", value(random, 3)) : null,
                        random.nextBoolean() ? Map.of("x-beta", "b" + random.nextInt()) : Map.of(),
                        random.nextBoolean(),
                        SchemaInPrompt.AUTO),
                random.nextInt(5));
    }

    private static ObjectNode schema(Random random, List<String> names) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (String name : names) {
            properties.putObject(name).put("description", text(random)).set("default", value(random, 3));
        }
        return schema;
    }

    private static List<String> names(Random random) {
        List<String> names = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String name = random.nextInt(3) == 0 ? text(random) : "column" + i;
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static @Nullable String maybe(Random random) {
        return random.nextBoolean() ? text(random) + "x" : null;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            text.append(AWKWARD.get(random.nextInt(AWKWARD.size())));
        }
        return text.toString();
    }

    private static JsonNode value(Random random, int depth) {
        ArrayNode array = Json.object().arrayNode();
        switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> array.add(random.nextInt());
            case 1 -> array.add(random.nextLong());
            case 2 -> array.add(new BigDecimal(random.nextInt(1000)).movePointLeft(1 + random.nextInt(30)));
            case 3 -> array.add(random.nextBoolean());
            case 4 -> array.addNull();
            case 5 -> array.add(text(random));
            case 6 -> {
                ObjectNode object = array.addObject();
                for (int i = random.nextInt(3); i > 0; i--) {
                    object.set(text(random), value(random, depth - 1));
                }
            }
            default -> {
                ArrayNode elements = array.addArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(random, depth - 1));
                }
            }
        }
        // Through text once: a random long may be as small as an int, which JSON cannot tell.
        return Json.parse(Json.write(array.path(0)));
    }
}
