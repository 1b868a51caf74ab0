package io.llmp.batch.template.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Compares two texts word by word; texts too long for that, line by line or as a whole. */
final class WordDiff {

    /** Comparing takes time in proportion to the square of this at worst: well below a second. */
    private static final int MOST_TOKENS = 6_000;

    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]+|[ \\t]+|\\R|.", Pattern.DOTALL);
    private static final Pattern LINES = Pattern.compile("[^\\n]*\\n|[^\\n]+");
    private static final Pattern WHOLE = Pattern.compile(".+", Pattern.DOTALL);

    private WordDiff() {}

    /** Returns the pieces of both texts, in order; next to each other, removed ones come before added ones. */
    static List<Piece> between(String from, String to) {
        for (Pattern unit : List.of(WORDS, LINES)) {
            List<String> former = tokens(unit, from);
            List<String> present = tokens(unit, to);
            if (former.size() <= MOST_TOKENS && present.size() <= MOST_TOKENS) {
                return pieces(former, present);
            }
        }
        return pieces(tokens(WHOLE, from), tokens(WHOLE, to));
    }

    private static List<String> tokens(Pattern unit, String text) {
        return unit.matcher(text).results().map(match -> match.group()).toList();
    }

    private static List<Piece> pieces(List<String> from, List<String> to) {
        Pieces pieces = new Pieces();
        int done = 0;
        for (AbstractDelta<String> delta :
                DiffUtils.diff(from, to, new MyersDiffWithLinearSpace<>(), null).getDeltas()) {
            int position = delta.getSource().getPosition();
            pieces.kept(String.join("", from.subList(done, position)));
            pieces.changed(
                    String.join("", delta.getSource().getLines()),
                    String.join("", delta.getTarget().getLines()));
            done = position + delta.getSource().size();
        }
        pieces.kept(String.join("", from.subList(done, from.size())));
        return pieces.end();
    }

    /** Joins changes that only blanks keep apart, so that a changed sentence reads as one change. */
    private static final class Pieces {
        private final List<Piece> pieces = new ArrayList<>();
        private final StringBuilder removed = new StringBuilder();
        private final StringBuilder added = new StringBuilder();

        void kept(String text) {
            boolean changing = removed.length() + added.length() > 0;
            if (changing && text.isBlank() && text.indexOf('\n') < 0) {
                removed.append(text);
                added.append(text);
            } else {
                flush();
                add(Piece.Kind.KEPT, text);
            }
        }

        void changed(String from, String to) {
            removed.append(from);
            added.append(to);
        }

        List<Piece> end() {
            flush();
            return pieces;
        }

        private void flush() {
            String head = removed.substring(0, commonBlanks(removed, added));
            removed.delete(0, head.length());
            added.delete(0, head.length());
            String tail = removed.substring(0, commonBlanks(removed.reverse(), added.reverse()));
            removed.delete(0, tail.length());
            added.delete(0, tail.length());
            add(Piece.Kind.KEPT, head);
            add(Piece.Kind.REMOVED, removed.reverse().toString());
            add(Piece.Kind.ADDED, added.reverse().toString());
            add(Piece.Kind.KEPT, tail);
            removed.setLength(0);
            added.setLength(0);
        }

        private static int commonBlanks(CharSequence one, CharSequence other) {
            int count = 0;
            while (count < Math.min(one.length(), other.length())
                    && one.charAt(count) == ' '
                    && other.charAt(count) == ' ') {
                count++;
            }
            return count;
        }

        private void add(Piece.Kind kind, String text) {
            if (text.isEmpty()) {
                return;
            }
            int last = pieces.size() - 1;
            if (last >= 0 && pieces.get(last).kind() == kind) {
                pieces.set(last, new Piece(kind, pieces.get(last).text() + text));
            } else {
                pieces.add(new Piece(kind, text));
            }
        }
    }
}
