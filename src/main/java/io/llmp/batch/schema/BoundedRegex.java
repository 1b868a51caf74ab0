package io.llmp.batch.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A schema's regular expression whose work is bounded: patterns such as {@code (a+)+$} take years for some texts, and an
 * answer must not hold its slot that long. A text that takes too long does not match.
 */
public final class BoundedRegex implements RegularExpression {

    private static final int STEPS_PER_CHARACTER = 1_000;
    private static final int LEAST_STEPS = 1_000_000;

    private final Pattern pattern;

    /**
     * Compiles {@code regex} as the validator would.
     *
     * @throws PatternSyntaxException when it is none
     */
    public BoundedRegex(String regex) {
        pattern = Pattern.compile(
                RegularExpressions.replaceLongformCharacterProperties(RegularExpressions.replaceDollarAnchors(regex)));
    }

    @Override
    public boolean matches(String value) {
        try {
            return pattern.matcher(new Counted(value)).find();
        } catch (TooManySteps | StackOverflowError e) {
            return false;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }

    /** Counts how often the matcher looks at a character. */
    private static final class Counted implements CharSequence {

        private final String text;
        private long left;

        Counted(String text) {
            this.text = text;
            left = Math.max(LEAST_STEPS, (long) text.length() * STEPS_PER_CHARACTER);
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
