package io.llmp.batch.template.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.schema.Json;
import io.llmp.batch.schema.SchemaKeywords;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateDigest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** docs/templates.md against the schema and the reader. */
class TemplatesPageTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-zA-Z.]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w*)(?: file=(\\S+))?\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final JsonNode SCHEMA = Json.parse(TemplateSchema.text());

    @TempDir
    Path directory;

    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("docs/templates.md"));
    }

    private record Row(String type, String preset) {}

    @Test
    void everyKeyHasItsRowWithTypeBoundsAndDefault() {
        Map<String, Row> rows = new LinkedHashMap<>();
        ROW.matcher(page).results().forEach(row -> rows.put(row.group(1), new Row(row.group(2), row.group(3))));
        Map<String, Row> wanted = new LinkedHashMap<>();
        add(wanted, "", SCHEMA);
        add(wanted, "examples.", SCHEMA.path("$defs").path("example"));
        add(wanted, "model.", SCHEMA.path("properties").path("model"));

        assertThat(new TreeMap<>(rows)).isEqualTo(new TreeMap<>(wanted));
    }

    private static void add(Map<String, Row> rows, String prefix, JsonNode schema) {
        schema.path("properties").properties().forEach(property -> {
            String key = property.getKey();
            boolean required = schema.path("required")
                    .valueStream()
                    .anyMatch(each -> each.asString().equals(key));
            JsonNode preset = property.getValue().path("default");
            rows.put(
                    prefix + key,
                    new Row(
                            type(property.getValue()),
                            required ? "required" : preset.isMissingNode() ? "none" : preset.asString()));
        });
    }

    private static String type(JsonNode property) {
        if (property.path("$ref").asString("").equals("#/$defs/schema")) {
            return "schema";
        }
        if (property.path("type").isArray()) {
            return "mapping or text";
        }
        return switch (property.path("type").asString()) {
            case "string" -> "text";
            case "object" -> "mapping";
            case "array" -> "list of examples";
            case "integer" -> "whole number" + bounds(property);
            case "number" -> "number" + bounds(property);
            default -> throw new IllegalStateException("a type that the page has no word for: " + property);
        };
    }

    private static String bounds(JsonNode property) {
        JsonNode above = property.path("exclusiveMinimum");
        String least = above.isMissingNode() ? digits(property.path("minimum")) : "above " + digits(above);
        return ", " + least + " to " + digits(property.path("maximum"));
    }

    private static String digits(JsonNode number) {
        return new BigDecimal(number.toString()).toPlainString();
    }

    @Test
    void everyTemplateOnItApplies() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (MatchResult block : BLOCK.matcher(page).results().toList()) {
            boolean template = block.group(1).equals("yaml");
            assertThat(template && block.group(2) == null)
                    .as("a template without a name: " + block.group())
                    .isFalse();
            if (block.group(2) != null) {
                files.put(block.group(2), block.group(3));
                Files.writeString(directory.resolve(block.group(2)), block.group(3));
            }
        }

        assertThat(files.keySet())
                .filteredOn(name -> name.endsWith(".yaml"))
                .hasSizeGreaterThan(3)
                .allSatisfy(name -> {
                    JobTemplate template = TemplateFile.read(directory.resolve(name));
                    assertThat(name).isEqualTo(template.name() + ".yaml");
                });
    }

    @Test
    void theThreeWaysToGiveExamplesGiveOneDigest() throws IOException {
        everyTemplateOnItApplies();
        Path lines = directory.resolve("refunds.yaml");
        JobTemplate template = TemplateFile.read(lines);
        Path table = Files.writeString(
                directory.resolve("table.yaml"), Files.readString(lines).replace("refunds.jsonl", "refunds.csv"));
        Path inline = Files.writeString(directory.resolve("inline.yaml"), TemplateFile.write(template));

        assertThat(template.examples()).hasSize(2);
        assertThat(TemplateDigest.of(TemplateFile.read(table))).isEqualTo(TemplateDigest.of(template));
        assertThat(TemplateDigest.of(TemplateFile.read(inline))).isEqualTo(TemplateDigest.of(template));
    }

    @Test
    void namesEveryFormatAndTheLimits() {
        assertThat(SchemaKeywords.FORMATS).allSatisfy(format -> assertThat(page).contains("`" + format + "`"));
        assertThat(page).contains("at most 1 MB with all examples").contains("nesting beyond " + Json.MAX_FILE_DEPTH);
        assertThat(Utf8.MAX_BYTES).isEqualTo(1_000_000);
    }

    @Test
    void itsLinksLeadSomewhere() {
        Pattern.compile("\\]\\(#([^)]+)\\)")
                .matcher(page)
                .results()
                .forEach(link -> assertThat(page.lines()
                                .filter(line -> line.startsWith("## "))
                                .map(line -> line.substring(3)
                                        .toLowerCase(Locale.ROOT)
                                        .replace(' ', '-')))
                        .contains(link.group(1)));
    }
}
