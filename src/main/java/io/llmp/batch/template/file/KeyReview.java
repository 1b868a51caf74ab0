package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.Json;
import io.llmp.batch.schema.SchemaShape;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds keys that are not known and plain values that are not what their key wants, in one file. */
final class KeyReview {

    private final SourceTree source;
    private final TemplateProblems problems;

    KeyReview(SourceTree source, TemplateProblems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Returns whether {@code value} is a mapping; notes if not, and notes the keys of one that are not among {@code keys}. */
    boolean mapping(String place, JsonNode value, String what, List<String> keys) {
        if (!value.isObject()) {
            note(place, what + " must be a mapping of keys to values.", "Keys are " + ProblemWords.listed(keys) + ".");
            return false;
        }
        for (String key : value.propertyNames()) {
            if (!keys.contains(key)) {
                problems.addKey(
                        source,
                        Json.child(place, key),
                        "There is no key " + ProblemWords.quoted(key) + " here.",
                        ProblemWords.meant(key, keys, "Remove it; keys here are " + ProblemWords.listed(keys) + "."));
            }
        }
        return true;
    }

    /** Returns whether {@code value} is a text that says something; notes if it is there and none. */
    boolean text(String place, JsonNode value) {
        if (value.isMissingNode()) {
            return false;
        }
        if (value.isString() && !value.asString().isBlank()) {
            return true;
        }
        note(
                place,
                "The value of '" + key(place) + "' must be a text"
                        + (value.isString() || value.isNull() ? ", and is empty." : "."),
                value.isValueNode() && !value.isNull() && !value.isString()
                        ? "Write it in quotes."
                        : "Write a text, or leave the key out if it is optional.");
        return false;
    }

    /** Notes if {@code value} is there and no number within the bounds; {@code 2.0} is a whole one, as in JSON Schema. */
    void number(String place, JsonNode value, boolean whole, String least, String most) {
        if (value.isMissingNode()) {
            return;
        }
        boolean fits = value.isNumber()
                && (!whole || SchemaShape.typeOf(value).equals("integer"))
                && value.decimalValue().compareTo(new BigDecimal(least)) >= 0
                && value.decimalValue().compareTo(new BigDecimal(most)) <= 0;
        if (!fits) {
            note(
                    place,
                    "The value of '" + key(place) + "' must be a " + (whole ? "whole number" : "number") + " from "
                            + least + " to " + most + ".",
                    "Write such a number, without quotes.");
        }
    }

    void note(String place, String problem, String remedy) {
        problems.add(source, place, problem, remedy);
    }

    private static String key(String place) {
        return place.substring(place.lastIndexOf('/') + 1);
    }
}
