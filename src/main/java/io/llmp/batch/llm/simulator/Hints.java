package io.llmp.batch.llm.simulator;

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
 */
record Hints(Set<String> stems, List<String> fragments) {

    static final Hints NONE = new Hints(Set.of(), List.of());

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
        Set<String> wanted = Words.stemsOfName(name);
        Set<String> stems = new HashSet<>();
        List<String> fragments = new ArrayList<>();
        for (Concept concept : CONCEPTS) {
            if (!Collections.disjoint(concept.names(), wanted)
                    || concept.hints().fragments().contains(name)) {
                stems.addAll(concept.hints().stems());
                fragments.addAll(concept.hints().fragments());
            }
        }
        return new Hints(stems, fragments);
    }

    static Hints ofText(String text) {
        return new Hints(Words.stems(text), List.of());
    }

    /** How many of these words the text uses. */
    int in(Reading reading) {
        return in(reading.stems(), reading.text());
    }

    /** How many of these words a text of these {@code words} uses. */
    int in(Set<String> words, String text) {
        int found = 0;
        for (String stem : stems) {
            if (words.contains(stem)) {
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

    private static Concept concept(String line) {
        int equals = line.indexOf('=');
        String names = line.substring(0, equals);
        List<String> words = Arrays.asList(line.substring(equals + 1).strip().split("\\s+"));
        StringBuilder spaced = new StringBuilder(names);
        List<String> fragments = new ArrayList<>();
        for (String word : words) {
            if (word.chars().anyMatch(Hints::isWrittenWithoutBlanks)) {
                fragments.add(word);
            } else {
                spaced.append(' ').append(word);
            }
        }
        return new Concept(Words.stems(names), new Hints(Words.stems(spaced.toString()), fragments));
    }

    private static boolean isWrittenWithoutBlanks(int c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA;
    }
}
