package io.llmp.batch.simulator.answer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Words that speak for something. Safe for use by many threads.
 *
 * @param stems stems of words
 * @param fragments pieces of text, for scripts without blanks between words
 * @param deniable whether a word does not count that the text takes back, as in <em>not urgent</em>; words for a subject
 *     count all the same, as in <em>cannot log in</em>
 */
record Hints(Set<String> stems, List<String> fragments, boolean deniable) {

    static final Hints NONE = new Hints(Set.of(), List.of(), false);

    private static final char DENIABLE = '~';

    private static final List<Concept> CONCEPTS = read();

    static final Hints URGENT = about("urgent");
    static final Hints POSITIVE = about("positive");
    static final Hints NEGATIVE = about("negative");

    /** Something that goes by several names and is spoken of in certain words. */
    private record Concept(Set<String> names, Hints hints) {}

    Hints {
        stems = Set.copyOf(stems);
        fragments = List.copyOf(fragments);
    }

    /** Everything known to speak for what {@code name} (an enum value, a property) means; its own words not included. */
    static Hints about(String name) {
        Set<String> wanted = WordStems.stemsOfName(name);
        Set<String> stems = new HashSet<>();
        List<String> fragments = new ArrayList<>();
        boolean deniable = false;
        for (Concept concept : CONCEPTS) {
            if (!Collections.disjoint(concept.names(), wanted)
                    || concept.hints().fragments().contains(name)) {
                stems.addAll(concept.hints().stems());
                fragments.addAll(concept.hints().fragments());
                deniable |= concept.hints().deniable();
            }
        }
        return new Hints(stems, fragments, deniable);
    }

    static Hints ofText(String text) {
        return new Hints(WordStems.stems(text), List.of(), false);
    }

    /** How many of these words the text uses. */
    int in(Reading reading) {
        return in(deniable ? reading.affirmed() : reading.stems(), reading.unspaced());
    }

    /** How many of these words a text of these {@code words} uses. */
    int in(Set<String> words, String text) {
        Set<String> fewer = stems.size() < words.size() ? stems : words;
        Set<String> more = stems.size() < words.size() ? words : stems;
        int found = 0;
        for (String stem : fewer) {
            if (more.contains(stem)) {
                found++;
            }
        }
        for (String fragment : fragments) {
            if (text.contains(fragment)) {
                found++;
            }
        }
        return found;
    }

    private static List<Concept> read() {
        try (InputStream in = Objects.requireNonNull(Hints.class.getResourceAsStream("hints.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Hints::concept)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Concept concept(String marked) {
        boolean deniable = marked.charAt(0) == DENIABLE;
        String line = deniable ? marked.substring(1) : marked;
        int equals = line.indexOf('=');
        String names = line.substring(0, equals);
        List<String> words = Arrays.asList(line.substring(equals + 1).strip().split("\\s+"));
        StringBuilder spaced = new StringBuilder(names);
        Set<String> denied = new HashSet<>();
        List<String> fragments = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith(WordStems.DENIED)) {
                WordStems.stems(word).forEach(stem -> denied.add(WordStems.DENIED + stem));
            } else if (word.chars().anyMatch(Hints::isWrittenWithoutBlanks)) {
                fragments.add(word);
            } else {
                spaced.append(' ').append(word);
            }
        }
        Set<String> stems = WordStems.stems(spaced.toString());
        stems.addAll(denied);
        return new Concept(WordStems.stems(names), new Hints(stems, fragments, deniable));
    }

    private static boolean isWrittenWithoutBlanks(int c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA;
    }
}
