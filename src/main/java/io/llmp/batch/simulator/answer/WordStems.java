package io.llmp.batch.simulator.answer;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Words and their stems, in any language that puts spaces between words. */
final class WordStems {

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern CAMEL_HUMP = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
    private static final List<String> ENDINGS = List.of("ing", "es", "ed", "en", "er", "s", "e");
    private static final int STEM_LENGTH = 6;

    /** Words that take back what follows, without accents, in the languages of the hints. */
    private static final Set<String> DENIALS = Set.of(
            "not", "no", "never", "cannot", "without", "nothing", "nicht", "kein", "keine", "keinen", "nie", "pas",
            "non", "sans", "rien", "sin", "nunca", "nao", "sem", "bez", "niente", "niet", "geen");

    /** Stands before the stem of a word that is taken back. */
    static final String DENIED = "!";

    private static final int DENIED_WORDS = 3;
    private static final String ENDS_OF_PARTS = ".,;:!?()\n";

    private WordStems() {}

    static Stream<String> split(String text) {
        return NO_WORD.splitAsStream(text).filter(word -> !word.isEmpty());
    }

    /** The stems of a name such as {@code would_buy_again} or {@code wouldBuyAgain}. */
    static Set<String> stemsOfName(String name) {
        return stems(CAMEL_HUMP.matcher(name).replaceAll(" "));
    }

    /** The stems of all words of two letters and more. Lower case, without accents, the same for most forms of a word. */
    static Set<String> stems(String text) {
        Set<String> stems = new HashSet<>();
        addStems(text, stems, new HashSet<>());
        return stems;
    }

    /**
     * Adds the stems of all words of {@code text} to {@code all}, and to {@code affirmed} those that no word such as
     * <em>not</em> takes back: one of the three words before, in the same part of the sentence. A stem that is taken back
     * is once more in {@code all}, with {@link #DENIED} before it.
     */
    static void addStems(String text, Set<String> all, Set<String> affirmed) {
        String plain = withoutAccents(text).toLowerCase(Locale.ROOT);
        int denied = 0;
        int start = -1;
        for (int i = 0; i <= plain.length(); i++) {
            boolean inWord = i < plain.length() && Character.isLetterOrDigit(plain.charAt(i));
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                String word = plain.substring(start, i);
                if (word.length() > 1) {
                    String stem = stem(word);
                    all.add(stem);
                    if (denied == 0) {
                        affirmed.add(stem);
                    } else {
                        all.add(DENIED + stem);
                    }
                }
                boolean isContracted = word.equals("t") && start > 0 && isApostrophe(plain.charAt(start - 1));
                denied = isContracted || DENIALS.contains(word) ? DENIED_WORDS : Math.max(0, denied - 1);
                start = -1;
            }
            denied = i < plain.length() && ENDS_OF_PARTS.indexOf(plain.charAt(i)) >= 0 ? 0 : denied;
        }
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }

    /** One line, single blanks. */
    static String squeeze(String text) {
        return String.join(" ", Arrays.asList(text.strip().split("\\s+")));
    }

    private static String stem(String word) {
        String stem = word;
        for (String ending : ENDINGS) {
            if (word.length() >= ending.length() + 3 && word.endsWith(ending)) {
                stem = word.substring(0, word.length() - ending.length());
                break;
            }
        }
        return stem.length() > STEM_LENGTH ? stem.substring(0, STEM_LENGTH) : stem;
    }

    private static String withoutAccents(String text) {
        if (Normalizer.isNormalized(text, Normalizer.Form.NFD)) {
            return text;
        }
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); i++) {
            if (Character.getType(decomposed.charAt(i)) != Character.NON_SPACING_MARK) {
                plain.append(decomposed.charAt(i));
            }
        }
        return plain.toString();
    }
}
