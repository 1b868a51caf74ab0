package io.llmp.batch.run.spec;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;

/**
 * How many skipped items are too many.
 *
 * @param value a number of items, or a share of those done in percent
 */
public record SkipLimit(double value, boolean percent) {

    /** Done items below which a share says nothing. */
    static final long JUDGED_FROM = 100;

    /** A tenth of the items done. */
    public static final SkipLimit DEFAULT = new SkipLimit(10, true);

    /**
     * Reads {@code 25} or {@code 2.5%}.
     *
     * @throws ProblemException when the text is neither
     */
    public static SkipLimit parse(String text) {
        boolean percent = text.endsWith("%");
        try {
            double value = percent ? Double.parseDouble(text.substring(0, text.length() - 1)) : Long.parseLong(text);
            if (value >= 0 && (!percent || value <= 100)) {
                return new SkipLimit(value, percent);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ProblemException.invalid(
                Setting.MAX_SKIPS + " needs a number of rows or a percentage; '" + text + "' is neither.",
                "Use 25 or 2.5%, for example.");
    }

    /** Returns whether {@code skipped} of {@code done} items are too many; of fewer than 100 items done no share is. */
    public boolean exceeded(long skipped, long done) {
        return percent ? done >= JUDGED_FROM && skipped * 100.0 > value * done : skipped > value;
    }

    @Override
    public String toString() {
        String number = value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        return percent ? number + "%" : number;
    }
}
