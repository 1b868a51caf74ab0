package io.llmp.batch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Says how thorough the tests are: every build covers each promise, and one with {@code -Pnightly} covers it with more
 * files, seeds and combinations. The only place that reads the property {@code llmp.test.nightly}.
 */
public final class Nightly {

    private static final boolean IN_FULL = Boolean.getBoolean("llmp.test.nightly");

    private Nightly() {}

    /** Returns the second value in a nightly build, else the first. */
    public static <T> T choose(T everyBuild, T nightly) {
        return IN_FULL ? nightly : everyBuild;
    }

    /**
     * Returns all cases in a nightly build, else some of them, in which each pair of values of two parameters that occurs
     * in a case still occurs: the usual way to find faults of a combination without trying all.
     */
    public static List<Arguments> pairwise(List<Arguments> cases) {
        return IN_FULL ? cases : coverPairs(cases);
    }

    /** Takes the case with most new pairs, until there is none. */
    static List<Arguments> coverPairs(List<Arguments> cases) {
        List<Arguments> chosen = new ArrayList<>();
        Set<Pair> covered = new HashSet<>();
        while (true) {
            Arguments best = null;
            int most = 0;
            for (Arguments candidate : cases) {
                Set<Pair> pairs = pairs(candidate);
                pairs.removeAll(covered);
                if (pairs.size() > most) {
                    most = pairs.size();
                    best = candidate;
                }
            }
            if (best == null) {
                return chosen;
            }
            chosen.add(best);
            covered.addAll(pairs(best));
        }
    }

    private record Pair(int first, Object valueOfFirst, int second, Object valueOfSecond) {}

    private static Set<Pair> pairs(Arguments arguments) {
        Object[] values = arguments.get();
        Set<Pair> pairs = new HashSet<>();
        IntStream.range(0, values.length)
                .forEach(first -> IntStream.range(first + 1, values.length)
                        .forEach(second -> pairs.add(new Pair(first, values[first], second, values[second]))));
        return pairs;
    }
}
