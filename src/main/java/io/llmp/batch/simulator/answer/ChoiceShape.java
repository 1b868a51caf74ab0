package io.llmp.batch.simulator.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One of the values of an {@code enum}: the one whose words, and words known to speak for it, the text uses most. */
final class ChoiceShape implements Shape {

    private static final Set<String> FALLBACKS =
            Set.of("other", "general", "unknown", "none", "misc", "neutral", "unclear", "n/a");
    private static final int LONG_WORD = 4;

    private final List<Option> options;

    /**
     * @param own words of the value itself
     * @param implied words known to speak for it
     * @param told words the prompt or the schema explains it with
     */
    private record Option(JsonNode value, String name, Hints own, Hints implied, Hints told) {

        int score(Reading reading) {
            if (name.equals("mixed")) {
                int both = Math.min(Hints.POSITIVE.in(reading), Hints.NEGATIVE.in(reading));
                return both == 0 ? 0 : 3 * both + 1;
            }
            return 3 * own.in(reading) + 2 * implied.in(reading) + told.in(reading);
        }
    }

    /** An option for one text. */
    private record Scored(JsonNode value, int score) {}

    /** @param explanations lines of which some may explain a value, as in {@code - billing: invoices and refunds} */
    ChoiceShape(JsonNode values, List<String> explanations) {
        List<Option> all = new ArrayList<>();
        for (JsonNode value : values) {
            String name = value.isString() ? value.asString() : value.toString();
            Hints implied = Hints.about(name);
            Hints own =
                    value.isNull() ? Hints.NONE : new Hints(WordStems.stemsOfName(name), List.of(), implied.deniable());
            all.add(new Option(value, name.toLowerCase(Locale.ROOT), own, implied, told(name, explanations)));
        }
        options = List.copyOf(all);
    }

    private static Hints told(String name, List<String> explanations) {
        Pattern start = Pattern.compile("^[\\s\\-*`\"'•]*" + Pattern.quote(name) + "[`\"']*\\s*(?:[:=–—]|-\\s)(.+)$");
        StringBuilder words = new StringBuilder();
        for (String line : explanations) {
            var matcher = start.matcher(line);
            if (matcher.matches()) {
                WordStems.split(matcher.group(1))
                        .filter(word -> word.length() > LONG_WORD)
                        .forEach(word -> words.append(word).append(' '));
            }
        }
        return Hints.ofText(words.toString());
    }

    @Override
    public JsonNode fill(Source source) {
        Option first = options.get(source.draw().below(options.size()));
        int best = first.score(source.reading());
        for (Option option : options) {
            int score = option.score(source.reading());
            if (score > best) {
                best = score;
                first = option;
            }
        }
        return best > 0 ? first.value() : fallback(first);
    }

    private JsonNode fallback(Option drawn) {
        return options.stream()
                .filter(option -> FALLBACKS.contains(option.name()))
                .findFirst()
                .orElse(drawn)
                .value();
    }

    /** Returns {@code least} to {@code most} different values, those that fit best first. */
    List<JsonNode> several(Source source, int least, int most) {
        List<Scored> scored = new ArrayList<>();
        int shift = source.draw().below(options.size());
        for (int i = 0; i < options.size(); i++) {
            Option option = options.get((i + shift) % options.size());
            scored.add(new Scored(option.value(), option.score(source.reading())));
        }
        scored.sort(Comparator.comparingInt(Scored::score).reversed());
        int fitting = (int) scored.stream().filter(option -> option.score() > 0).count();
        int count = Math.max(least, Math.min(Math.max(1, fitting), most));
        return scored.stream().limit(count).map(Scored::value).toList();
    }
}
