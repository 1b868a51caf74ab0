package io.llmp.batch.run.control;

import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What a run that has spent all it may would take to be finished, if its other items cost what those did that were asked
 * about so far.
 *
 * @param items items without a record
 * @param each US dollars of an item that was sent, on average
 */
public record CostToGo(long items, BigDecimal each) {

    /** Enough room for the worst case of a call, and for items dearer than those before. */
    private static final BigDecimal MARGIN = new BigDecimal("1.1");

    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.UP);

    /** Returns null as long as nothing is known of the run's items. */
    static @Nullable CostToGo of(Run run) {
        RunCounts counts = run.counts();
        // Reused ones may all have come first.
        long asked = counts.done() - counts.reused();
        if (run.items() == null || asked == 0) {
            return null;
        }
        BigDecimal each = counts.cost().divide(BigDecimal.valueOf(asked), MathContext.DECIMAL64);
        return new CostToGo(run.items() - counts.done(), each);
    }

    BigDecimal dollars() {
        return each.multiply(BigDecimal.valueOf(items));
    }

    /** What keeps calls from being admitted long before their cost is near the limit. */
    private static final String UNBOUNDED =
            " The template does not bound its answers, so each call reserves the price of"
                    + " 128,000 output tokens: set model.maxOutputTokens to let more of them through.";

    /**
     * Returns what to do with {@code run}, as sentences.
     *
     * @param bounded whether its template bounds the tokens of an answer
     */
    public static String remedy(Run run, boolean bounded) {
        return remedy(run) + (bounded ? "" : UNBOUNDED);
    }

    private static String remedy(Run run) {
        CostToGo rest = of(run);
        if (rest == null || rest.dollars().signum() == 0) {
            return "R" + again("a higher " + Setting.MAX_COST).substring(1);
        }
        BigDecimal enough = run.counts().cost().add(rest.dollars()).multiply(MARGIN);
        return "The " + rest.items() + " rows left would take about $" + rounded(rest.dollars())
                + " at what the others cost; " + again(Setting.MAX_COST.to(rounded(enough)));
    }

    private static String again(String cap) {
        return "run the same command again with " + cap + " to continue: every answer so far is kept.";
    }

    private static String rounded(BigDecimal dollars) {
        return dollars.round(TWO_DIGITS).toPlainString();
    }
}
