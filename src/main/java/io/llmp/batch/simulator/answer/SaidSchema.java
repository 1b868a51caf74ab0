package io.llmp.batch.simulator.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what an answer must look like where a prompt says it in words, as a model does: {@code Answer with: team: access |
 * sales; urgency: 1 to 5}. Knows the words of {@code io.llmp.batch.schema.CompactSchema}.
 */
final class SaidSchema {

    private static final Pattern START =
            Pattern.compile("^Answer with(?: one JSON object(?: only)?)?: ", Pattern.MULTILINE);

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*|\"(?:[^\"\\\\]|\\\\.)*\"");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    /** What may stand after the words of one value. */
    private static final String AFTER = "(?=, |;| or | \\||[)}]| \\(|$)";

    private static final Pattern TEXT = Pattern.compile("text" + AFTER);

    private static final Pattern NUMERIC = Pattern.compile("(?:integer|number)" + AFTER);

    private static final Pattern RANGE = Pattern.compile(NUMBER + " to " + NUMBER + AFTER);

    private static final Pattern TEXT_BOUND = bound("[^,;]+ characters|in the format [^,;|(){} ]+");

    private static final Pattern LIST_BOUND = bound("[^,;]+ items|no item twice");

    private static final Pattern NUMBER_BOUND =
            bound("(?:at least |at most |above |below |a multiple of )?" + NUMBER + "(?: to " + NUMBER + ")?");

    private static final String FORMAT = "in the format ";

    private static final String MATCHING = ", matching the pattern ";

    private static final Pattern END_OF_PATTERN = Pattern.compile(
            ", in the format |; (?:" + NAME + ")(?: \\(optional\\))?: | or null| \\(|[)}](?:$|[;,)} ])|$");

    private final String text;
    private int at;

    private static Pattern bound(String words) {
        return Pattern.compile(", (" + words + ")" + AFTER);
    }

    private SaidSchema(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** Returns the last schema that {@code systemText} says and ends with; null when it says none. */
    static @Nullable JsonNode find(String systemText) {
        String text = systemText.stripTrailing();
        JsonNode found = null;
        Matcher start = START.matcher(text);
        while (start.find()) {
            try {
                SaidSchema said = new SaidSchema(text, start.end());
                ObjectNode schema = said.members();
                said.description(schema);
                found = said.at == text.length() ? schema : found;
            } catch (NotSaid | JacksonException e) {
                // Words that only begin in the same way.
            }
        }
        return found;
    }

    private ObjectNode members() {
        ObjectNode schema = typed("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        do {
            String name = name(expect(NAME));
            if (!take(" (optional)")) {
                required.add(name);
            }
            require(": ");
            properties.set(name, value());
        } while (take("; "));
        return schema.put("additionalProperties", false);
    }

    private ObjectNode value() {
        List<ObjectNode> choices = new ArrayList<>();
        do {
            ObjectNode choice = shape();
            description(choice);
            choices.add(choice);
        } while (take(" or "));
        if (choices.size() == 1) {
            return choices.get(0);
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("anyOf").addAll(choices);
        return schema;
    }

    /** Takes a description, which ends with the parenthesis that closes it. */
    private void description(ObjectNode schema) {
        if (!text.startsWith(" (", at)) {
            return;
        }
        int depth = 0;
        for (int i = at + 1; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                schema.put("description", text.substring(at + 2, i));
                at = i + 1;
                return;
            }
        }
        throw new NotSaid();
    }

    private ObjectNode shape() {
        if (take("{")) {
            ObjectNode object = members();
            require("}");
            return object;
        }
        if (take("list of ")) {
            boolean isEnclosed = take("(");
            ObjectNode list = typed("array").set("items", value());
            if (isEnclosed) {
                require(")");
            }
            return bounded(list, LIST_BOUND);
        }
        if (take("true or false")) {
            return typed("boolean");
        }
        if (found(TEXT) != null) {
            return bounded(typed("string"), TEXT_BOUND);
        }
        String numeric = found(NUMERIC);
        if (numeric != null) {
            return bounded(typed(numeric), NUMBER_BOUND);
        }
        String range = found(RANGE);
        if (range != null) {
            ObjectNode schema = typed("integer");
            SaidBounds.set(schema, range);
            return bounded(schema, NUMBER_BOUND);
        }
        return constants();
    }

    private ObjectNode constants() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode constants = schema.putArray("enum");
        do {
            String number = found(NUMBER);
            constants.add(
                    number == null
                            ? constant(expect(NAME))
                            : JsonMapper.shared().readTree(number));
        } while (take(" | "));
        boolean isNull = constants.size() == 1 && constants.get(0).isNull();
        return isNull ? typed("null") : schema;
    }

    private static JsonNode constant(String word) {
        return switch (word) {
            case "true", "false", "null" -> JsonMapper.shared().readTree(word);
            default -> JsonNodeFactory.instance.stringNode(name(word));
        };
    }

    private static String name(String word) {
        return word.startsWith("\"") ? JsonMapper.shared().readValue(word, String.class) : word;
    }

    private ObjectNode bounded(ObjectNode schema, Pattern bound) {
        while (true) {
            if (bound == TEXT_BOUND && take(MATCHING)) {
                schema.put("pattern", pattern());
            }
            String words = found(bound);
            if (words == null) {
                return schema;
            }
            set(schema, words.substring(", ".length()));
        }
    }

    private static void set(ObjectNode schema, String words) {
        if (words.startsWith(FORMAT)) {
            schema.put("format", words.substring(FORMAT.length()));
        } else if (words.equals("no item twice")) {
            schema.put("uniqueItems", true);
        } else {
            SaidBounds.set(schema, words);
        }
    }

    /** Takes the shortest text that is a regular expression and is followed by something else. */
    private String pattern() {
        Matcher end = END_OF_PATTERN.matcher(text);
        for (int from = at + 1; from <= text.length() && end.find(from); from = end.start() + 1) {
            String pattern = text.substring(at, end.start());
            try {
                Pattern.compile(pattern);
                at = end.start();
                return pattern;
            } catch (PatternSyntaxException e) {
                // What looked like its end is in it.
            }
        }
        throw new NotSaid();
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private boolean take(String words) {
        boolean isHere = text.startsWith(words, at);
        at += isHere ? words.length() : 0;
        return isHere;
    }

    private void require(String words) {
        if (!take(words)) {
            throw new NotSaid();
        }
    }

    private String expect(Pattern pattern) {
        String words = found(pattern);
        if (words == null) {
            throw new NotSaid();
        }
        return words;
    }

    private @Nullable String found(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length()).useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher.group();
    }

    /** The words are of another kind. */
    private static final class NotSaid extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotSaid() {
            super(null, null, false, false);
        }
    }
}
