package io.llmp.batch.cli.text;

import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.TextLines;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.diff.Change;
import io.llmp.batch.template.diff.Piece;
import io.llmp.batch.template.diff.TemplateDiff;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints what changed from one version of a template to another. */
public final class DiffPrinter {

    private static final JsonMapper JSON = JsonMapper.shared();

    private DiffPrinter() {}

    public static void print(TemplateVersion from, TemplateVersion to, TemplateDiff diff, PrintWriter out) {
        out.println("--- " + title(from));
        out.println("+++ " + title(to));
        String heading = "";
        for (Change change : diff.changes()) {
            String next = heading(change);
            if (!next.equals(heading)) {
                out.println();
                out.println(next);
            }
            heading = next;
            print(change, out);
        }
        out.println();
        out.println(summary(diff));
    }

    private static String title(TemplateVersion version) {
        return version.reference() + "  " + RunText.time(version.createdAt()) + "  " + version.source();
    }

    private static String heading(Change change) {
        if (change instanceof Change.Value value && !value.path().isEmpty()) {
            return value.part() + (value.path().startsWith("[") ? "" : ".") + value.path();
        }
        return change.part();
    }

    private static void print(Change change, PrintWriter out) {
        if (change instanceof Change.Text text) {
            TextLines.of(text.pieces()).forEach(line -> out.println("  " + line));
        } else if (change instanceof Change.Schema schema) {
            String path = schema.path().isEmpty() ? "" : schema.path() + ": ";
            out.printf(Locale.ROOT, "  %-10s  %s%s%n", word(schema), path, schema.message());
        } else if (change instanceof Change.Value value) {
            printValue("-", value.from(), out);
            printValue("+", value.to(), out);
        }
    }

    private static String word(Change.Schema schema) {
        return schema.compatibility().name().toLowerCase(Locale.ROOT);
    }

    private static void printValue(String sign, @Nullable JsonNode value, PrintWriter out) {
        if (value != null) {
            out.println("  " + sign + " " + value);
        }
    }

    private static String summary(TemplateDiff diff) {
        if (diff.changes().isEmpty()) {
            return "They mean the same.";
        }
        if (diff.schemas().isEmpty()) {
            return "The schemas are the same.";
        }
        return diff.breaking() == 0
                ? "The schemas stay compatible."
                : "Breaking changes of the schemas: " + diff.breaking() + ".";
    }

    public static void json(TemplateDiff diff, PrintWriter out) {
        JsonText.array(diff.changes().stream().map(DiffPrinter::json).iterator(), out);
    }

    private static ObjectNode json(Change change) {
        ObjectNode json = JSON.createObjectNode().put("part", change.part());
        if (change instanceof Change.Text text) {
            json.put("change", "text").put("from", text.from()).put("to", text.to());
            ArrayNode pieces = json.putArray("pieces");
            for (Piece piece : text.pieces()) {
                pieces.addObject()
                        .put("kind", piece.kind().name().toLowerCase(Locale.ROOT))
                        .put("text", piece.text());
            }
        } else if (change instanceof Change.Schema schema) {
            json.put("change", "schema")
                    .put("path", schema.path())
                    .put("compatibility", word(schema))
                    .put("message", schema.message());
        } else if (change instanceof Change.Value value) {
            json.put("change", "value").put("path", value.path());
            json.set("from", value.from());
            json.set("to", value.to());
        }
        return json;
    }
}
