package io.llmp.batch.simulator.answer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A number between its bounds. Where between them follows the property's name: urgency and the like from the words for
 * urgency, ratings from praise and complaint, confidence high, anything else by chance.
 */
final class NumberShape implements Shape {

    private static final BigDecimal USUAL_SPAN = BigDecimal.TEN;
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final BigDecimal NARROW = new BigDecimal("0.1");
    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.DOWN);

    private final Leaning leaning;
    private final BigDecimal step;
    private final boolean whole;
    private final BigDecimal least;
    private final BigDecimal most;

    /** @param whole whether only integers will do */
    NumberShape(JsonNode schema, String name, boolean whole) {
        leaning = Leaning.of(name);
        this.whole = whole;
        BigDecimal multipleOf = decimal(schema, "multipleOf");
        BigDecimal from = bound(schema, "minimum", "exclusiveMinimum", 1);
        BigDecimal to = bound(schema, "maximum", "exclusiveMaximum", -1);
        step = step(multipleOf, whole, from, to);
        boolean isShare = leaning == Leaning.CONFIDENCE && !whole;
        BigDecimal span = (isShare ? BigDecimal.ONE : USUAL_SPAN).max(step);
        least = from != null ? from : to != null && to.signum() < 0 ? to.subtract(span) : BigDecimal.ZERO;
        most = to != null ? to : least.add(span);
    }

    /** The distance of the values that come into question; all are multiples of it. */
    private static BigDecimal step(
            @Nullable BigDecimal multipleOf, boolean whole, @Nullable BigDecimal from, @Nullable BigDecimal to) {
        if (multipleOf != null) {
            return whole ? leastWholeMultiple(multipleOf) : multipleOf;
        }
        if (whole) {
            return BigDecimal.ONE;
        }
        BigDecimal span = from == null || to == null ? BigDecimal.ONE : to.subtract(from);
        if (from != null && span.signum() == 0) {
            return from.signum() == 0 ? BigDecimal.ONE : from.abs();
        }
        // A hundredth of a narrow span is still written with few digits.
        return span.compareTo(NARROW) >= 0 ? CENT : span.round(ONE_DIGIT).movePointLeft(2);
    }

    private static BigDecimal leastWholeMultiple(BigDecimal multipleOf) {
        BigDecimal multiple = multipleOf;
        while (multiple.stripTrailingZeros().scale() > 0) {
            multiple = multiple.add(multipleOf);
        }
        return multiple;
    }

    private static @Nullable BigDecimal decimal(JsonNode schema, String keyword) {
        JsonNode value = schema.path(keyword);
        return value.isNumber() ? value.decimalValue() : null;
    }

    /** Returns an inclusive bound; an exclusive one is moved inwards by a little, {@code inwards} being its sign. */
    private static @Nullable BigDecimal bound(JsonNode schema, String inclusive, String exclusive, int inwards) {
        BigDecimal bound = decimal(schema, inclusive);
        BigDecimal open = decimal(schema, exclusive);
        if (open == null) {
            return bound;
        }
        BigDecimal moved = open.add(new BigDecimal("1e-9").multiply(BigDecimal.valueOf(inwards)));
        return bound == null || bound.compareTo(moved) * inwards < 0 ? moved : bound;
    }

    @Override
    public JsonNode fill(Source source) {
        BigDecimal lowest = least.divide(step, 0, RoundingMode.CEILING);
        BigDecimal highest = most.divide(step, 0, RoundingMode.FLOOR);
        BigDecimal position = BigDecimal.valueOf(leaning.position(source));
        BigDecimal steps =
                lowest.add(highest.subtract(lowest).multiply(position).setScale(0, RoundingMode.HALF_UP));
        BigDecimal value = steps.max(lowest).multiply(step);
        if (whole) {
            return JsonNodeFactory.instance.numberNode(value.toBigIntegerExact());
        }
        BigDecimal plain = value.stripTrailingZeros();
        return JsonNodeFactory.instance.numberNode(plain.setScale(Math.max(0, plain.scale())));
    }
}
