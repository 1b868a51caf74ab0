package io.llmp.batch.template.use;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Separates a model's thinking from its answer where a server leaves both in one text: models that think between tags, of which
 * the first may be missing because the prompt ends with it (DeepSeek-R1's and Qwen3's chat templates).
 */
final class Thinking {

    private static final String NAMES = "(?:\\w{1,20}:)?(?:think|thinking|thought|thoughts|reasoning|analysis)";
    private static final Pattern OPENING = Pattern.compile("<" + NAMES + "\\s*>|◁think▷", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSING = Pattern.compile("</" + NAMES + "\\s*>|◁/think▷", Pattern.CASE_INSENSITIVE);

    /** A text with more tags is no thinking but nonsense, at which each would be tried. */
    private static final int MOST_TAGS = 50;

    private Thinking() {}

    /** Returns where the text continues behind a closing tag, the last first; at most 50 places. */
    static List<Integer> ends(String text) {
        List<Integer> ends = new ArrayList<>();
        for (Matcher tag = CLOSING.matcher(text); tag.find() && ends.size() < MOST_TAGS; ) {
            ends.add(0, tag.end());
        }
        return ends;
    }

    /** Whether the text thinks to its end: an opening tag begins it, or follows its last closing one, and has no end. */
    static boolean isOpen(String text) {
        List<Integer> ends = ends(text);
        String rest = (ends.isEmpty() ? text : text.substring(ends.get(0))).strip();
        return OPENING.matcher(rest).lookingAt();
    }

    /** Returns a text that is no JSON without its thinking; empty when it is nothing else. Tags amid words are words. */
    static String removed(String text) {
        if (isOpen(text)) {
            return "";
        }
        List<Integer> ends = ends(text);
        boolean opensLater =
                OPENING.matcher(text).find() && !OPENING.matcher(text).lookingAt();
        boolean amidWords = ends.isEmpty() || opensLater;
        return amidWords ? text : text.substring(ends.get(0)).strip();
    }
}
