package io.llmp.batch.template.use;

import io.llmp.batch.problem.ProblemWords;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tags of a Mustache text with their lines, which the Mustache library does not tell.
 *
 * @param tags in the order of the text, comments left out
 * @param unclosed the lines, counted from 0, of <code>{{</code> that no <code>}}</code> follows
 */
record PromptTags(List<Tag> tags, List<Integer> unclosed) {

    private static final Pattern TAG =
            Pattern.compile("\\{\\{(?<kind>[{#^/&!>=<$]?)(?<name>.*?)\\}\\}", Pattern.DOTALL);

    /**
     * One tag.
     *
     * @param kind the character after the braces, or 0 for a plain variable
     * @param line of its start, counted from 0
     */
    record Tag(char kind, String name, int line) {

        /** The tag as written, for a problem. */
        String text() {
            return ProblemWords.quoted("{{" + (kind == 0 ? "" : String.valueOf(kind)) + name + "}}");
        }
    }

    static PromptTags of(String prompt) {
        List<Tag> tags = new ArrayList<>();
        List<Integer> unclosed = new ArrayList<>();
        Matcher matcher = TAG.matcher(prompt);
        int line = 0;
        int end = 0;
        while (matcher.find()) {
            line += lines(prompt, end, matcher.start());
            String kind = matcher.group("kind");
            if (!kind.equals("!")) {
                char symbol = kind.isEmpty() || kind.equals("{") ? 0 : kind.charAt(0);
                tags.add(new Tag(symbol, matcher.group("name").strip(), line));
            }
            line += lines(prompt, matcher.start(), matcher.end());
            end = matcher.end();
        }
        int open = prompt.indexOf("{{", end);
        if (open >= 0) {
            unclosed.add(line + lines(prompt, end, open));
        }
        return new PromptTags(List.copyOf(tags), List.copyOf(unclosed));
    }

    private static int lines(String text, int from, int to) {
        return (int) text.subSequence(from, to).chars().filter(c -> c == '\n').count();
    }
}
