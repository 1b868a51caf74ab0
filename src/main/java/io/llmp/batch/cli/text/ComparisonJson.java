package io.llmp.batch.cli.text;

import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.compare.ComparedField;
import io.llmp.batch.record.compare.ComparedField.CountedStep;
import io.llmp.batch.record.compare.ComparedRow;
import io.llmp.batch.record.compare.ComparisonCounts;
import io.llmp.batch.record.compare.RunComparison;
import java.io.PrintWriter;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A comparison of two runs for machines: an array of one object, its changed rows printed as they come. */
public final class ComparisonJson {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_STEPS = 200;

    private ComparisonJson() {}

    public static ComparisonCounts print(
            Run former, Run present, RunComparison comparison, Consumer<ComparedRow> also, PrintWriter out) {
        out.print("[\n{\"changed_rows\":[");
        Consumer<ComparedRow> printing = new Consumer<>() {
            private String separator = "\n";

            @Override
            public void accept(ComparedRow row) {
                out.print(separator);
                out.print(row(row));
                separator = ",\n";
            }
        };
        ComparisonCounts counts = comparison.compare(also.andThen(printing));
        ObjectNode summary = summary(former, present, comparison.sameInput(), counts);
        out.print("\n],\n");
        out.print(summary.toString().substring(1));
        out.println("\n]");
        return counts;
    }

    private static ObjectNode summary(Run former, Run present, boolean sameInput, ComparisonCounts counts) {
        ObjectNode json = JSON.createObjectNode();
        json.set("run_a", JsonText.run(former));
        json.set("run_b", JsonText.run(present));
        json.put("joined_by", sameInput ? "position" : "key")
                .put("rows", counts.both())
                .put("rows_only_a", counts.onlyFormer())
                .put("rows_only_b", counts.onlyPresent())
                .put("answered", counts.answered())
                .put("answered_only_a", counts.lost())
                .put("answered_only_b", counts.gained())
                .put("agreeing", counts.agreeing());
        ArrayNode fields = json.putArray("fields");
        counts.fields().forEach(field -> fields.add(field(field)));
        return json;
    }

    private static ObjectNode field(ComparedField field) {
        ObjectNode json = JSON.createObjectNode()
                .put("field", field.name())
                .put("same", field.same())
                .put("changed", field.changed());
        ArrayNode steps = json.putArray("steps");
        for (CountedStep counted : field.steps(MOST_STEPS)) {
            ObjectNode step = steps.addObject();
            step.set("from", value(counted.step().from()));
            step.set("to", value(counted.step().to()));
            step.put("rows", counted.rows());
        }
        return json;
    }

    private static JsonNode value(String json) {
        return json.isEmpty() ? JSON.nullNode() : JSON.readTree(json);
    }

    private static ObjectNode row(ComparedRow row) {
        ObjectNode json = JSON.createObjectNode()
                .put("item_key", row.former().itemKey())
                .put("item_index_a", row.former().itemIndex())
                .put("item_index_b", row.present().itemIndex())
                .put("status_a", row.former().outcome().status().name())
                .put("status_b", row.present().outcome().status().name());
        ArrayNode changed = json.putArray("changed");
        row.changed().forEach(changed::add);
        json.set("output_a", row.formerAnswer().isObject() ? row.formerAnswer() : JSON.nullNode());
        json.set("output_b", row.presentAnswer().isObject() ? row.presentAnswer() : JSON.nullNode());
        return json;
    }
}
