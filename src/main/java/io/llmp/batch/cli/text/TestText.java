package io.llmp.batch.cli.text;

import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.Table;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.run.test.TestResult;
import io.llmp.batch.run.test.TestedExample;
import io.llmp.batch.run.test.TestedExample.Field;
import io.llmp.batch.template.TemplateVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A test of a template on its examples, in words and for machines. */
public record TestText(TemplateVersion version, TestResult report) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Names of all fields, wanted or got. */
    List<String> fields() {
        return report.examples().stream()
                .flatMap(example -> example.fields().stream())
                .map(Field::name)
                .distinct()
                .toList();
    }

    /** Whether each field matches in as large a share of the examples as asked. */
    public boolean reaches(Map<String, Double> least) {
        return least.entrySet().stream()
                .allMatch(entry -> matches(entry.getKey())
                        >= entry.getValue() * report.examples().size());
    }

    private long matches(String field) {
        return report.examples().stream()
                .flatMap(example -> example.fields().stream())
                .filter(each -> each.name().equals(field) && each.matches())
                .count();
    }

    public void print(PrintWriter out) {
        int all = report.examples().size();
        long valid = report.examples().stream().filter(TestedExample::isValid).count();
        out.println("template   " + version.reference());
        out.println("provider   "
                + (report.provider().simulated()
                        ? RunText.SIMULATED
                        : report.provider().name() + ", model " + report.model()));
        out.println("examples   " + all + ", " + valid + " with a valid answer");
        out.println();
        Table fields = new Table("FIELD", "MATCH", "SHARE");
        fields().forEach(name ->
                fields.row(name, matches(name) + " of " + all, ComparisonText.share(matches(name), all)));
        fields.print(out);
        Table differing = new Table("EXAMPLE", "FIELD", "WANTED", "GOT");
        report.examples().forEach(example -> differing(example, differing));
        if (report.examples().stream()
                .flatMap(example -> example.fields().stream())
                .anyMatch(field -> !field.matches())) {
            out.println();
            differing.print(out);
        }
    }

    private static void differing(TestedExample example, Table table) {
        String number = Integer.toString(example.index() + 1);
        if (example.outcome() instanceof Outcome.Skipped skipped) {
            table.row(number, "", "", skipped.reason() + ": " + skipped.error());
            return;
        }
        example.fields().stream()
                .filter(field -> !field.matches())
                .forEach(field -> table.row(number, field.name(), text(field.wanted()), text(field.got())));
    }

    private static String text(@Nullable JsonNode value) {
        return value == null ? "none" : value.asString(value.toString());
    }

    public void json(PrintWriter out) {
        JsonText.array(report.examples().stream().map(this::json).iterator(), out);
    }

    private ObjectNode json(TestedExample example) {
        ObjectNode json = JSON.createObjectNode()
                .put("template", version.name())
                .put("template_version", version.version())
                .put("example", example.index() + 1)
                .put("valid", example.isValid());
        Outcome.@Nullable Skipped skipped = example.outcome() instanceof Outcome.Skipped s ? s : null;
        json.put("reason", skipped == null ? null : skipped.reason().name());
        json.put("error", skipped == null ? null : skipped.error());
        ArrayNode fields = json.putArray("fields");
        for (Field field : example.fields()) {
            ObjectNode each = fields.addObject().put("field", field.name()).put("matches", field.matches());
            each.set("wanted", field.wanted());
            each.set("got", field.got());
        }
        return json;
    }
}
