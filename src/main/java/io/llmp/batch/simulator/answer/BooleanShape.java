package io.llmp.batch.simulator.answer;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** True when the text says what the property's name says, by its words or by the mood it leans on. */
final class BooleanShape implements Shape {

    private static final Set<String> LITTLE_WORDS =
            WordStems.stems("is has was are would will should can needs mentions the of to");

    private final Leaning leaning;
    private final Hints own;
    private final Hints implied;

    BooleanShape(String name) {
        leaning = Leaning.of(name);
        Set<String> words = WordStems.stemsOfName(name);
        words.removeAll(LITTLE_WORDS);
        own = new Hints(words, List.of(), true);
        implied = Hints.about(name);
    }

    @Override
    public JsonNode fill(Source source) {
        boolean value = switch (leaning) {
            case URGENCY -> Hints.URGENT.in(source.reading()) > 0;
            case MOOD -> Leaning.balance(source) > 0;
            case TROUBLE -> Leaning.balance(source) < 0;
            case CONFIDENCE, NONE -> own.in(source.reading()) + implied.in(source.reading()) > 0;
        };
        return JsonNodeFactory.instance.booleanNode(value);
    }
}
