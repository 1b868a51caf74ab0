package io.llmp.batch.simulator.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Text: an extract of what was read, within the bounds on its length.
 *
 * @param brief whether one word is wanted, as for an element of a list of tags
 * @param pattern what the text must match, or null
 * @param format the schema's {@code format}, or empty
 * @param wording the sentence wanted uses some of these words
 */
record TextShape(boolean brief, @Nullable PatternText pattern, String format, Hints wording, int least, int most)
        implements Shape {

    private static final int FEW_WORDS = 3;
    private static final int USUAL_LENGTH = 160;

    static JsonNode nothing() {
        return JsonNodeFactory.instance.stringNode("");
    }

    @Override
    public JsonNode fill(Source source) {
        String text = pattern == null ? null : pattern.in(source, least, most);
        if (text == null) {
            text = Formats.make(format, source);
        }
        return JsonNodeFactory.instance.stringNode(text == null ? fit(extract(source)) : text);
    }

    private String extract(Source source) {
        Reading reading = source.reading();
        if (brief) {
            List<String> keywords = reading.keywords();
            int drawn = source.draw().below(Math.max(FEW_WORDS, keywords.size()));
            return drawn < keywords.size()
                    ? keywords.get(drawn)
                    : "topic " + source.draw().below(1_000);
        }
        return reading.sentence(sentence -> wording.in(WordStems.stems(sentence), sentence) > 0);
    }

    private String fit(String text) {
        StringBuilder fitting = new StringBuilder(cut(text, Math.min(most, Math.max(least, USUAL_LENGTH))));
        while (fitting.codePointCount(0, fitting.length()) < least) {
            fitting.append(fitting.isEmpty() ? "-" : " ").append(text);
        }
        return cut(fitting.toString(), most);
    }

    /** Cuts at a blank where that loses little. */
    private String cut(String text, int length) {
        if (text.codePointCount(0, text.length()) <= length) {
            return text;
        }
        String cut = text.substring(0, text.offsetByCodePoints(0, length));
        int blank = cut.lastIndexOf(' ');
        boolean losesLittle =
                blank > cut.length() - 15 && cut.codePointCount(0, Math.max(0, blank)) >= Math.max(1, least);
        return losesLittle ? cut.substring(0, blank) : cut;
    }
}
