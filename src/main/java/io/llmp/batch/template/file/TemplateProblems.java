package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong with a template file and what belongs to it, so that a user can fix it all at once. */
final class TemplateProblems {

    private static final int MOST = 50;

    /** A place in the file, line and column counted from 1. */
    record Position(int line, int column) {

        static final Position START = new Position(1, 1);
    }

    private record Found(String file, Position position, String problem, String remedy) {

        String line() {
            return file + ":" + position.line() + ":" + position.column() + ": " + problem;
        }
    }

    private final String file;
    private final List<Found> found;
    private final Set<String> places = new HashSet<>();

    TemplateProblems(String file) {
        this(file, new ArrayList<>());
    }

    private TemplateProblems(String file, List<Found> found) {
        this.file = file;
        this.found = found;
    }

    /** Returns what gathers problems of another file among these, behind those of this one. */
    TemplateProblems in(String other) {
        return new TemplateProblems(other, found);
    }

    /** Notes a problem; both texts are whole sentences. */
    void add(Position position, String problem, String remedy) {
        found.add(new Found(file, position, problem, remedy));
    }

    /** Notes a problem with the value at {@code pointer}, unless one with the same value is noted: one mistake, one problem. */
    void add(SourceTree document, String pointer, String problem, String remedy) {
        if (places.add(pointer)) {
            add(document.at(pointer), problem, remedy);
        }
    }

    /** Notes a problem with the key at {@code pointer}, under the same condition. */
    void addKey(SourceTree document, String pointer, String problem, String remedy) {
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
                .sorted(Comparator.comparing((Found each) -> !each.file().equals(file))
                        .thenComparingInt(each -> each.position().line())
                        .thenComparingInt(each -> each.position().column()))
                .toList();
        if (sorted.size() == 1) {
            return ProblemException.invalid(sorted.get(0).line(), sorted.get(0).remedy());
        }
        List<String> lines = new ArrayList<>();
        sorted.stream().limit(MOST).forEach(each -> lines.add(each.line() + " " + each.remedy()));
        if (sorted.size() > MOST) {
            lines.add("There are " + (sorted.size() - MOST) + " more problems.");
        }
        return ProblemException.invalid(String.join("\n", lines), "Fix these and try again.");
    }
}
