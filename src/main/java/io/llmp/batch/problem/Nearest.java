package io.llmp.batch.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was probably meant to be. */
public final class Nearest {

    private Nearest() {}

    /** Returns the name nearest to {@code word}, if one is so near that a slip of the finger explains the difference. */
    public static Optional<String> to(String word, Collection<String> names) {
        String plain = plain(word);
        int reach = Math.min(3, (plain.length() + 1) / 3);
        return names.stream()
                .filter(name -> Math.abs(plain(name).length() - plain.length()) <= reach)
                .filter(name -> distance(plain, plain(name)) <= reach)
                .min(Comparator.comparingInt(name -> distance(plain, plain(name))));
    }

    /** Case and the choice between {@code maxTokens}, {@code max_tokens} and {@code max-tokens} are no distance at all. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]", "");
    }

    /** Counts the single-character edits, swaps of neighbours included, from one text to the other. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + changed);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
