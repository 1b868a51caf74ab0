package io.llmp.batch.simulator.answer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the simulator understands of a row's text: its words and its sentences, and no more. For use by one thread. */
final class Reading {

    private static final int SHORTEST_SENTENCE = 12;

    /** Where the scripts of East Asia begin, and beyond them the signs that need two characters. */
    private static final char FIRST_UNSPACED = '\u2E80';

    /** What a prompt calls a value, as in {@code Subject: No access}, is none of the row's own words. */
    private static final Pattern LABEL = Pattern.compile("^\\p{Lu}\\w{1,19}: +", Pattern.MULTILINE);

    private final String text;
    private final Set<String> stems = new HashSet<>();
    private final Set<String> affirmed = new HashSet<>();
    private @Nullable List<String> sentences;
    private final boolean isSpaced;

    private Reading(String text) {
        this.text = text;
        WordStems.addStems(text, stems, affirmed);
        isSpaced = text.chars().allMatch(c -> c < FIRST_UNSPACED);
    }

    /** Reads plain text, or the values of a JSON object. */
    static Reading of(String message, JsonMapper json) {
        String trimmed = message.strip();
        if (trimmed.startsWith("{") && trimmed.endsWith("}")) {
            try {
                StringBuilder values = new StringBuilder();
                append(json.readTree(trimmed), values);
                return new Reading(values.toString());
            } catch (JacksonException e) {
                // It only looked like JSON.
            }
        }
        return new Reading(LABEL.matcher(trimmed).replaceAll(""));
    }

    private static void append(JsonNode value, StringBuilder values) {
        if (value.isContainer()) {
            value.forEach(element -> append(element, values));
        } else if (!value.isNull()) {
            values.append(value.asString()).append('\n');
        }
    }

    String text() {
        return text;
    }

    /** The text, if any of it may be in a script without blanks between words; else nothing. */
    String unspaced() {
        return isSpaced ? "" : text;
    }

    Set<String> stems() {
        return stems;
    }

    /** The stems that the text does not take back, as in <em>not urgent</em>. */
    Set<String> affirmed() {
        return affirmed;
    }

    /** Sentences and lines, at least one. */
    List<String> sentences() {
        if (sentences == null) {
            sentences = sentences(text);
        }
        return sentences;
    }

    /** The first sentence that passes {@code test}, else the first of all. */
    String sentence(Predicate<String> test) {
        return sentences().stream().filter(test).findFirst().orElse(sentences().get(0));
    }

    /** Words long enough to mean something, in order, none twice. */
    List<String> keywords() {
        return WordStems.split(text)
                .filter(word -> word.length() > 4)
                .distinct()
                .limit(50)
                .toList();
    }

    private static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (endsSentence(text, i)) {
                add(sentences, text.substring(start, i + 1));
                start = i + 1;
            }
        }
        add(sentences, text.substring(start));
        return sentences.isEmpty() ? List.of(text.isEmpty() ? "nothing" : text) : sentences;
    }

    private static boolean endsSentence(String text, int i) {
        return switch (text.charAt(i)) {
            case '\n', '。', '！', '？' -> true;
            case '.', '!', '?' -> i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
            default -> false;
        };
    }

    private static void add(List<String> sentences, String raw) {
        String sentence = WordStems.squeeze(raw);
        boolean isWhole = sentence.length() >= SHORTEST_SENTENCE
                || sentence.codePoints().filter(Character::isIdeographic).count() > 2;
        if (isWhole) {
            sentences.add(sentence);
        }
    }
}
