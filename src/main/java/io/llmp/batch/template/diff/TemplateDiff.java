package io.llmp.batch.template.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changes from one version of a template to another.
 *
 * @param changes in the order of a template file
 */
public record TemplateDiff(List<Change> changes) {

    private static final Set<String> TEXTS = Set.of("description", "instruction", "prompt");

    /** Finding out which examples moved takes time in proportion to the square of this; beyond it, they are paired by position. */
    private static final int MOST_ALIGNED = 2_000;

    public TemplateDiff {
        changes = List.copyOf(changes);
    }

    /** Returns the changes from {@code from} to {@code to}; none when they mean the same. */
    public static TemplateDiff between(JobTemplate from, JobTemplate to) {
        ObjectNode former = TemplateJson.tree(from);
        ObjectNode present = TemplateJson.tree(to);
        List<Change> changes = new ArrayList<>();
        for (String part : parts(former, present)) {
            JsonNode before = former.path(part);
            JsonNode after = present.path(part);
            if (!Values.same(before, after)) {
                changes.addAll(changes(part, before, after));
            }
        }
        return new TemplateDiff(changes);
    }

    /** Returns the changes of the schemas. */
    public List<Change.Schema> schemas() {
        return changes.stream()
                .filter(Change.Schema.class::isInstance)
                .map(Change.Schema.class::cast)
                .toList();
    }

    /** Returns how many changes may keep rows from being accepted, or readers from understanding the output. */
    public long breaking() {
        return schemas().stream()
                .filter(change -> change.compatibility() == Compatibility.BREAKING)
                .count();
    }

    private static List<String> parts(ObjectNode from, ObjectNode to) {
        Set<String> parts = new LinkedHashSet<>(
                List.of("name", "description", "key", "instruction", "prompt", "input", "output", "examples", "model"));
        parts.addAll(from.propertyNames());
        parts.addAll(to.propertyNames());
        return List.copyOf(parts);
    }

    private static List<? extends Change> changes(String part, JsonNode from, JsonNode to) {
        if (TEXTS.contains(part)) {
            String before = from.asString("");
            String after = to.asString("");
            return List.of(new Change.Text(part, before, after, WordDiff.between(before, after)));
        }
        return switch (part) {
            case "input" -> schemas(SchemaSide.INPUT, from, to);
            case "output" -> schemas(SchemaSide.OUTPUT, from, to);
            case "examples" -> examples(from, to);
            case "model" -> settings(from, to);
            default -> List.of(new Change.Value(part, "", present(from), present(to)));
        };
    }

    private static List<Change.Schema> schemas(SchemaSide side, JsonNode from, JsonNode to) {
        if (from instanceof ObjectNode before && to instanceof ObjectNode after) {
            List<Change.Schema> changes = SchemaDiff.between(side, before, after);
            return changes.isEmpty()
                    ? List.of(side.compatible("", "written differently, to the same effect"))
                    : changes;
        }
        String message = from.isMissingNode() ? "free text → a schema" : "a schema → free text";
        return List.of(side.breaking("", message, "the output has other columns"));
    }

    private static List<Change.Value> settings(JsonNode from, JsonNode to) {
        Set<String> names = new LinkedHashSet<>(from.propertyNames());
        names.addAll(to.propertyNames());
        return names.stream()
                .filter(name -> !Values.same(from.path(name), to.path(name)))
                .map(name -> new Change.Value("model", name, present(from.path(name)), present(to.path(name))))
                .toList();
    }

    private static List<Change.Value> examples(JsonNode from, JsonNode to) {
        if (from.size() + to.size() > MOST_ALIGNED) {
            return IntStream.range(0, Math.max(from.size(), to.size()))
                    .filter(i -> !Values.same(from.path(i), to.path(i)))
                    .mapToObj(i -> new Change.Value("examples", "[" + i + "]", from.get(i), to.get(i)))
                    .toList();
        }
        List<Change.Value> changes = new ArrayList<>();
        for (AbstractDelta<JsonNode> delta : DiffUtils.diff(
                        List.copyOf(from.values()), List.copyOf(to.values()), Values::same)
                .getDeltas()) {
            Chunk<JsonNode> before = delta.getSource();
            Chunk<JsonNode> after = delta.getTarget();
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                int index = i < after.size() ? after.getPosition() + i : before.getPosition() + i;
                changes.add(new Change.Value("examples", "[" + index + "]", at(before, i), at(after, i)));
            }
        }
        return changes;
    }

    private static @Nullable JsonNode at(Chunk<JsonNode> chunk, int index) {
        return index < chunk.size() ? chunk.getLines().get(index) : null;
    }

    private static @Nullable JsonNode present(JsonNode node) {
        return node.isMissingNode() ? null : node;
    }
}
