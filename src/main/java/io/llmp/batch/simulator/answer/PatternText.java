package io.llmp.batch.simulator.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Text that matches a pattern: found in what was read, or else generated where the pattern is a plain one. */
final class PatternText {

    private static final int TRIES = 20;

    private final String expression;
    private final Pattern pattern;
    private final Pattern unanchored;

    private PatternText(String expression) {
        this.expression = expression;
        pattern = Pattern.compile(expression);
        unanchored = Pattern.compile(expression.replaceAll("^\\^|(?<!\\\\)\\$$", ""));
    }

    /** Returns null for a pattern that Java does not understand. */
    static @Nullable PatternText of(String expression) {
        try {
            return new PatternText(expression);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    /** Returns a matching text of the wanted length, or null when none was come by. */
    @Nullable
    String in(Source source, int least, int most) {
        Matcher matcher = unanchored.matcher(source.reading().text());
        while (matcher.find()) {
            if (fits(matcher.group(), least, most)) {
                return matcher.group();
            }
        }
        for (int i = 0; i < TRIES; i++) {
            String made = new PatternWriter(expression, source.draw()).write();
            if (fits(made, least, most)) {
                return made;
            }
        }
        return null;
    }

    private boolean fits(String text, int least, int most) {
        int length = text.codePointCount(0, text.length());
        return length > 0
                && length >= least
                && length <= most
                && pattern.matcher(text).find();
    }
}
