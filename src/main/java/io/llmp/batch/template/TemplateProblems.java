package io.llmp.batch.template;

import io.llmp.batch.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong with one template file, so that a user mends it all at once. */
final class TemplateProblems {

    private static final int MOST = 50;

    /** A place in the file, line and column counted from 1. */
    record Position(int line, int column) {

        static final Position START = new Position(1, 1);
    }

    private record Found(Position position, String problem, String remedy) {}

    private final String file;
    private final List<Found> found = new ArrayList<>();
    private final Set<String> places = new HashSet<>();

    TemplateProblems(String file) {
        this.file = file;
    }

    /** Notes a problem; both texts are whole sentences. */
    void add(Position position, String problem, String remedy) {
        found.add(new Found(position, problem, remedy));
    }

    /** Notes a problem with the value at {@code pointer}, unless one with the same value is noted: one mistake, one problem. */
    void add(YamlDocument document, String pointer, String problem, String remedy) {
        if (places.add(pointer)) {
            add(document.at(pointer), problem, remedy);
        }
    }

    /** Notes a problem with the key at {@code pointer}, under the same condition. */
    void addKey(YamlDocument document, String pointer, String problem, String remedy) {
        if (places.add(pointer)) {
            add(document.keyAt(pointer), problem, remedy);
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Returns the problem that was found, or all of them in the order of the file. */
    ProblemException exception() {
        List<Found> sorted = found.stream()
                .sorted((a, b) -> a.position().line() != b.position().line()
                        ? Integer.compare(a.position().line(), b.position().line())
                        : Integer.compare(a.position().column(), b.position().column()))
                .toList();
        if (sorted.size() == 1) {
            return ProblemException.invalid(line(sorted.get(0)), sorted.get(0).remedy());
        }
        List<String> lines = new ArrayList<>();
        sorted.stream().limit(MOST).forEach(each -> lines.add(line(each) + " " + each.remedy()));
        if (sorted.size() > MOST) {
            lines.add("There are " + (sorted.size() - MOST) + " more problems.");
        }
        return ProblemException.invalid(String.join("\n", lines), "Mend all of these, then try again.");
    }

    private String line(Found each) {
        return file + ":" + each.position().line() + ":" + each.position().column() + ": " + each.problem();
    }
}
