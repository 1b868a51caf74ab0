package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.Json;
import io.llmp.batch.template.file.TemplateProblems.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON Lines, a value a line, as an array that remembers where everything stands. Takes what a template file takes
 * as well, in size of keys and numbers and in depth, so that what was read here can be written there.
 */
final class JsonLines {

    /** In a template file, an example stands in the list under the key {@code examples}. */
    private static final int DEPTH_OF_EXAMPLE = 2;

    /** What the parser's messages say to programmers. */
    private static final Pattern REMARKS =
            Pattern.compile("(: was expecting \\(JSON| \\(start marker|: enable `).*", Pattern.DOTALL);

    private final TemplateProblems problems;
    private final Map<String, Position> keys = new HashMap<>();
    private final Map<String, Position> values = new HashMap<>();
    private final ArrayNode root = Json.array();

    private JsonLines(TemplateProblems problems) {
        this.problems = problems;
    }

    /** Returns what {@code text} says; a line that cannot be read is left out after noting why. */
    static SourceTree read(String text, TemplateProblems problems) {
        JsonLines lines = new JsonLines(problems);
        int number = 0;
        boolean any = false;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                any = true;
                lines.add(line, number);
            }
        }
        if (!any) {
            problems.add(Position.START, "The file holds no example.", "Write one on each line, as a JSON object.");
        }
        return new SourceTree(lines.root, lines.keys, lines.values, Set.of());
    }

    private void add(String line, int number) {
        try (JsonParser parser = Json.parser(line)) {
            Line reader = new Line(line, number, parser);
            parser.nextToken();
            JsonNode value = reader.value("/" + root.size(), DEPTH_OF_EXAMPLE);
            if (parser.nextToken() != null) {
                throw reader.refuse("Something follows the value.", "Write one value a line.");
            }
            root.add(value);
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            int column = location == null ? 1 : Math.max(1, location.getColumnNr());
            String reason =
                    REMARKS.matcher(String.valueOf(e.getOriginalMessage())).replaceFirst("");
            problems.add(
                    new Position(number, column),
                    "This is not JSON: " + ProblemWords.bounded(reason, 200) + ".",
                    "Write the example as one JSON object on one line.");
        } catch (Refused e) {
            // Already noted.
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super(null, null, false, false);
        }
    }

    /** One line, and how far it has been read. */
    private final class Line {

        private final String line;
        private final int number;
        private final JsonParser parser;

        Line(String line, int number, JsonParser parser) {
            this.line = line;
            this.number = number;
            this.parser = parser;
        }

        JsonNode value(String pointer, int depth) {
            values.put(pointer, position());
            if (depth > Json.MAX_FILE_DEPTH) {
                throw refuse("The example is nested too deeply.", "Nest it less.");
            }
            JsonToken token = parser.currentToken();
            return switch (token) {
                case START_OBJECT -> object(pointer, depth);
                case START_ARRAY -> array(pointer, depth);
                case VALUE_TRUE, VALUE_FALSE -> BooleanNode.valueOf(token == JsonToken.VALUE_TRUE);
                case VALUE_NULL -> NullNode.getInstance();
                default -> scalar(token);
            };
        }

        private ObjectNode object(String pointer, int depth) {
            ObjectNode object = Json.object();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                String child = Json.child(pointer, name);
                requireKey(name);
                if (object.has(name)) {
                    throw refuse(
                            "The key " + ProblemWords.quoted(name) + " is here a second time.", "Keep one of them.");
                }
                keys.put(child, position());
                parser.nextToken();
                object.set(name, value(child, depth + 1));
            }
            return object;
        }

        private ArrayNode array(String pointer, int depth) {
            ArrayNode array = Json.array();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(pointer + "/" + array.size(), depth + 1));
            }
            return array;
        }

        private JsonNode scalar(JsonToken token) {
            YamlScalar scalar = YamlScalar.of(parser.getString(), token != JsonToken.VALUE_STRING);
            if (scalar.problem() != null) {
                throw refuse(scalar.problem(), "Correct it.");
            }
            return scalar.node() == null ? NullNode.getInstance() : scalar.node();
        }

        private void requireKey(String name) {
            String problem = YamlScalar.of(name, false).problem();
            if (problem != null) {
                throw refuse(problem, "Correct the key.");
            }
            if (name.length() > YamlReader.MAX_KEY) {
                throw refuse("A key has more than " + YamlReader.MAX_KEY + " characters.", "Shorten it.");
            }
        }

        private Position position() {
            int before = Math.max(0, parser.currentTokenLocation().getColumnNr() - 1);
            return new Position(number, line.codePointCount(0, Math.min(before, line.length())) + 1);
        }

        Refused refuse(String problem, String remedy) {
            problems.add(position(), problem, remedy);
            return new Refused();
        }
    }
}
