package io.llmp.batch.template.use;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.ExactNumbers;
import io.llmp.batch.schema.Json;
import io.llmp.batch.schema.SchemaShape;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Turns the text of one column into a value of the type that its property declares. Never guesses and never loses: a text
 * that is not wholly such a value is none. Decided once for each property, so that a row costs little.
 */
public final class Coercion {

    private static final StringNode EMPTY = StringNode.valueOf("");

    private final String column;
    private final boolean optional;
    private final boolean nullable;
    private final Set<String> types;
    private final Map<String, JsonNode> constants;
    private final @Nullable JsonNode empty;

    /**
     * Decides how {@code column} is to be read.
     *
     * @param schema all of the input schema, {@code validator} the same made ready
     * @param optional whether rows may lack the property
     */
    public Coercion(String column, JsonNode schema, CompiledSchema validator, boolean optional) {
        SchemaShape shape = SchemaShape.of(schema, schema.path("properties").path(column));
        this.column = column;
        this.optional = optional;
        this.types = shape.types();
        this.constants = shape.constants();
        this.nullable = accepts(validator, NullNode.getInstance());
        this.empty = empty(validator);
    }

    public String column() {
        return column;
    }

    /** An empty text is null where the property declares null, the empty text where it may be one, else nothing at all. */
    private @Nullable JsonNode empty(CompiledSchema validator) {
        if (types.contains("null") && nullable) {
            return NullNode.getInstance();
        }
        if ((types.isEmpty() || types.contains("string")) && accepts(validator, EMPTY)) {
            return EMPTY;
        }
        return optional ? MissingNode.getInstance() : null;
    }

    private boolean accepts(CompiledSchema validator, JsonNode value) {
        String place = Json.child("", column);
        return validator.validate(Json.object().set(column, value)).stream()
                .noneMatch(broken -> broken.pointer().equals(place));
    }

    /** Returns the value that {@code given} stands for, a missing node for none at all, or null when it does not fit. */
    @Nullable
    public JsonNode apply(JsonNode given) {
        if (given.isNull()) {
            return nullable || !optional ? given : MissingNode.getInstance();
        }
        if (!given.isString()) {
            return given;
        }
        String text = given.stringValue();
        if (text.isEmpty()) {
            return empty;
        }
        JsonNode constant = constants.get(text);
        if (constant != null) {
            return constant;
        }
        if (types.isEmpty() || types.contains("string")) {
            return given;
        }
        return typed(text.strip());
    }

    private @Nullable JsonNode typed(String text) {
        boolean number = types.contains("number");
        JsonNode value = number || types.contains("integer") ? number(text, number) : null;
        if (value == null && types.contains("boolean")) {
            value = truth(text);
        }
        if (value == null && (types.contains("array") || types.contains("object"))) {
            value = structure(text);
        }
        return value;
    }

    private static @Nullable JsonNode number(String text, boolean fractions) {
        BigDecimal number = ExactNumbers.decimal(text);
        if (number == null) {
            return null;
        }
        if (fractions || number.scale() == 0) {
            return ExactNumbers.node(number);
        }
        boolean whole = number.stripTrailingZeros().scale() <= 0;
        return whole ? ExactNumbers.node(number.toBigIntegerExact()) : null;
    }

    private static @Nullable JsonNode truth(String text) {
        if (text.equalsIgnoreCase("true")) {
            return BooleanNode.TRUE;
        }
        return text.equalsIgnoreCase("false") ? BooleanNode.FALSE : null;
    }

    private @Nullable JsonNode structure(String text) {
        boolean array = text.startsWith("[") && types.contains("array");
        boolean object = text.startsWith("{") && types.contains("object");
        try {
            return array || object ? Json.parse(text) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Says why {@link #apply} returned null for {@code text}. */
    public String refusal(String text) {
        String wanted = String.join(" or ", types);
        return text.isEmpty()
                ? "Column '" + column + "' is empty, but must be of type " + wanted + "."
                : "Column '" + column + "': " + ProblemWords.quoted(text) + " is not of type " + wanted + ".";
    }
}
