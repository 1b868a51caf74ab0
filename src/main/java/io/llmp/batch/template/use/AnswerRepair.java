package io.llmp.batch.template.use;

import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.CompiledSchema.Violation;
import io.llmp.batch.schema.ExactNumbers;
import io.llmp.batch.schema.SchemaShape;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Repairs, without asking again, what an answer spells otherwise than its schema: a constant in other letters' case, a number
 * or a truth value as text. Drops a null where the schema wants a member or nothing, which is how providers with strict
 * schemas say nothing. Never guesses: the repaired answer is valid, or there is none. Safe for use by many threads.
 */
final class AnswerRepair {

    /** Repairing one thing can uncover another; an answer that needs more is not one slip but wrong. */
    private static final int MOST_ROUNDS = 3;

    private final CompiledSchema schema;

    AnswerRepair(CompiledSchema schema) {
        this.schema = schema;
    }

    /**
     * A valid answer.
     *
     * @param respelt whether more than a null was changed
     */
    record Repaired(ObjectNode answer, boolean respelt) {}

    /** Returns {@code answer}, which breaks the rules in {@code broken}, so that it breaks none; null when it cannot. */
    @Nullable
    Repaired repair(ObjectNode answer, List<Violation> broken) {
        ObjectNode copy = answer.deepCopy();
        List<Violation> left = broken;
        boolean isRespelt = false;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean changed = false;
            for (Violation violation : left) {
                boolean dropped = dropNull(copy, violation);
                boolean respelt = !dropped && respell(copy, violation);
                changed |= dropped || respelt;
                isRespelt |= respelt;
            }
            left = changed ? schema.validate(copy) : left;
            if (left.isEmpty()) {
                return new Repaired(copy, isRespelt);
            }
            if (!changed) {
                return null;
            }
        }
        return null;
    }

    private static boolean dropNull(ObjectNode answer, Violation violation) {
        JsonPointer place = JsonPointer.compile(violation.pointer());
        if (place.matches() || !answer.at(place).isNull() || !(answer.at(place.head()) instanceof ObjectNode holder)) {
            return false;
        }
        holder.remove(place.last().getMatchingProperty());
        return true;
    }

    private static boolean respell(ObjectNode answer, Violation violation) {
        JsonPointer place = JsonPointer.compile(violation.pointer());
        JsonNode rule = violation.rule();
        JsonNode value = answer.at(place);
        if (place.matches() || rule == null || !value.isString()) {
            return false;
        }
        JsonNode meant = switch (violation.keyword()) {
            case "enum", "const" -> constant(value.stringValue(), rule);
            case "type" -> typed(value.stringValue().strip(), SchemaShape.named(rule));
            default -> null;
        };
        if (meant == null || meant.equals(value)) {
            return false;
        }
        put(answer.at(place.head()), place.last(), meant);
        return true;
    }

    private static void put(JsonNode holder, JsonPointer last, JsonNode value) {
        if (holder instanceof ObjectNode object) {
            object.set(last.getMatchingProperty(), value);
        } else if (holder instanceof ArrayNode array) {
            array.set(last.getMatchingIndex(), value);
        }
    }

    /** Returns the one constant that {@code text} spells in other letters' case; null when none or several do. */
    private static @Nullable JsonNode constant(String text, JsonNode rule) {
        JsonNode meant = null;
        for (JsonNode constant : rule.isArray() ? rule : List.of(rule)) {
            if (constant.isString() && constant.stringValue().equalsIgnoreCase(text.strip())) {
                if (meant != null) {
                    return null;
                }
                meant = constant;
            }
        }
        return meant;
    }

    private static @Nullable JsonNode typed(String text, Set<String> types) {
        BigDecimal number = types.contains("number") || types.contains("integer") ? ExactNumbers.decimal(text) : null;
        if (number != null) {
            return ExactNumbers.node(number);
        }
        boolean truth = text.equalsIgnoreCase("true");
        return types.contains("boolean") && (truth || text.equalsIgnoreCase("false"))
                ? BooleanNode.valueOf(truth)
                : null;
    }
}
