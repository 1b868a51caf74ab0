package io.llmp.batch.problem;

import java.util.Collection;

/** Puts together the words of problems. */
public final class ProblemWords {

    private static final int SHORT = 40;

    private ProblemWords() {}

    /** Returns {@code text}, cut to at most {@code length} characters. */
    public static String bounded(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = length - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    /** Returns {@code value} in quotes, short enough for a sentence. */
    public static String quoted(String value) {
        return "'" + bounded(value.strip().replaceAll("\\s+", " "), SHORT) + "'";
    }

    /** Returns {@code names} as a list for a sentence, at most 20 of them. */
    public static String listed(Collection<String> names) {
        String list = String.join(", ", names.stream().limit(20).toList());
        return names.size() > 20 ? list + " and " + (names.size() - 20) + " more" : list;
    }

    /** Returns the remedy for the misspelt {@code word}: the one of {@code names} that was meant, else {@code otherwise}. */
    public static String meant(String word, Collection<String> names, String otherwise) {
        return Nearest.to(word, names)
                .map(name -> "Did you mean '" + name + "'?")
                .orElse(otherwise);
    }
}
