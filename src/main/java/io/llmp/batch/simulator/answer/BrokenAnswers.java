package io.llmp.batch.simulator.answer;

import io.llmp.batch.simulator.request.Draw;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Spoils answers in the ways models do: a property left out, a value of the wrong kind, one too many, or half an answer. */
final class BrokenAnswers {

    private static final JsonNode ZERO = JsonNodeFactory.instance.numberNode(0);
    private static final JsonNode LIST = JsonNodeFactory.instance.arrayNode();

    private final JsonMapper json;

    BrokenAnswers(JsonMapper json) {
        this.json = json;
    }

    /** Returns a form of {@code valid} that {@code plan} does not accept. */
    String make(String valid, AnswerPlan plan, Draw draw) {
        List<JsonNode> spoilt = spoilt(valid.startsWith("{") ? json.readTree(valid) : ZERO);
        int first = draw.below(spoilt.size() + 1);
        for (int i = first; i < spoilt.size(); i++) {
            if (!plan.check().test(spoilt.get(i))) {
                return json.writeValueAsString(spoilt.get(i));
            }
        }
        return "{\"answer\": " + valid.substring(0, valid.length() / 2);
    }

    private static List<JsonNode> spoilt(JsonNode valid) {
        List<JsonNode> spoilt = new ArrayList<>();
        if (valid instanceof ObjectNode object && !object.isEmpty()) {
            for (String name : object.propertyNames()) {
                spoilt.add(without(object, name));
                JsonNode wrongKind = object.get(name).isContainer() ? ZERO : LIST;
                spoilt.add(object.deepCopy().set(name, wrongKind));
            }
            spoilt.add(object.deepCopy().put("comment", "I hope this helps!"));
        }
        return spoilt;
    }

    private static ObjectNode without(ObjectNode object, String name) {
        ObjectNode less = object.deepCopy();
        less.remove(name);
        return less;
    }
}
