package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.Json;
import io.llmp.batch.template.file.TemplateProblems.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one YAML 1.2 document as JSON, from the parser's events: there is nothing in between that could construct objects.
 * Keeps track of places, depth and size, so that a hostile file is refused before it costs anything. In YAML 1.2
 * {@code yes}, {@code no}, {@code on} and {@code off} are texts.
 */
final class YamlReader {

    /** A file is at most 1 MB; repeating parts of it by aliases may not make it much more. */
    private static final int MAX_WEIGHT = 4_000_000;

    static final int MAX_KEY = 1_000;

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super(null, null, false, false);
        }
    }

    private record Anchored(JsonNode node, int weight) {}

    private final TemplateProblems problems;
    private final Iterator<Event> events;
    private final Map<String, Position> keys = new HashMap<>();
    private final Map<String, Position> values = new HashMap<>();
    private final Set<String> literals = new HashSet<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int weight;

    private YamlReader(String text, TemplateProblems problems) {
        this.problems = problems;
        // All in one piece: the library fails on a character of two UTF-16 units where two pieces meet.
        LoadSettings settings =
                LoadSettings.builder().setBufferSize(text.length() + 1).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** Returns the document in {@code text}, or null when it cannot be read; what is wrong with it is added to {@code problems}. */
    static @Nullable SourceTree read(String text, TemplateProblems problems) {
        try {
            return new YamlReader(text, problems).document();
        } catch (MarkedYamlEngineException e) {
            Position position = e.getProblemMark()
                    .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(Position.START);
            String reason = e.getProblem() == null ? e.getContext() : e.getProblem();
            problems.add(
                    position, "This is not YAML: " + ProblemWords.bounded(reason, 200) + ".", "Correct the syntax.");
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, Math.max(0, e.getPosition())));
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            String character = String.format("U+%04X", e.getCodePoint());
            problems.add(
                    new Position(line, before.length() - before.lastIndexOf('\n')),
                    "The character " + character + " is not allowed in YAML.",
                    "Remove it, or write it as an escape in double quotes.");
        } catch (YamlEngineException e) {
            problems.add(Position.START, "This is not YAML 1.2.", "Remove the %YAML directive.");
        } catch (Refused e) {
            // Already noted.
        }
        return null;
    }

    private SourceTree document() {
        next(); // the stream's start
        if (next().getEventId() == Event.ID.StreamEnd) {
            problems.add(Position.START, "The file is empty.", "Write a job template into it.");
            throw new Refused();
        }
        JsonNode root = value(next(), "", 0);
        next(); // the document's end
        Event after = next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw refuse(after, "A second document starts here.", "Keep one template in each file.");
        }
        return new SourceTree(root, keys, values, literals);
    }

    private JsonNode value(Event event, String pointer, int depth) {
        values.putIfAbsent(pointer, position(event));
        if (depth > Json.MAX_FILE_DEPTH) {
            throw refuse(event, "The file is nested too deeply.", "Nest at most " + Json.MAX_FILE_DEPTH + " levels.");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        int before = weight;
        JsonNode node = content(event, pointer, depth);
        int size = weight - before;
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), new Anchored(node, size)));
        return node;
    }

    private JsonNode content(Event event, String pointer, int depth) {
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar, scalar.getTag());
            weigh(event, 1 + scalar.getValue().length());
            if (scalar.isLiteral()) {
                literals.add(pointer);
            }
            return scalar(scalar);
        }
        CollectionStartEvent start = (CollectionStartEvent) event;
        refuseTag(start, start.getTag());
        weigh(event, 1);
        return start.getEventId() == Event.ID.MappingStart ? mapping(pointer, depth) : sequence(pointer, depth);
    }

    private ObjectNode mapping(String pointer, int depth) {
        ObjectNode object = Json.object();
        for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
            String name = key(key);
            String child = Json.child(pointer, name);
            Position first = keys.putIfAbsent(child, position(key));
            JsonNode value = value(next(), child, depth + 1);
            if (first == null) {
                object.set(name, value);
            } else {
                problems.add(
                        position(key),
                        "The key " + ProblemWords.quoted(name) + " is here a second time; the first is on line "
                                + first.line() + ".",
                        "Keep one of them.");
            }
        }
        return object;
    }

    private ArrayNode sequence(String pointer, int depth) {
        ArrayNode array = Json.object().arrayNode();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            array.add(value(event, pointer + "/" + array.size(), depth + 1));
        }
        return array;
    }

    private String key(Event event) {
        if (!(event instanceof ScalarEvent scalar)) {
            throw refuse(event, "A key must be a text.", "Write the key in quotes.");
        }
        refuseTag(scalar, scalar.getTag());
        weigh(event, scalar.getValue().length());
        if (scalar.getValue().length() > MAX_KEY) {
            throw refuse(event, "A key has more than " + MAX_KEY + " characters.", "Shorten it.");
        }
        String problem = YamlScalar.of(scalar.getValue(), false).problem();
        if (problem != null) {
            throw refuse(event, problem, "Correct the key.");
        }
        if (scalar.isPlain() && (scalar.getValue().equals("<<") || YamlScalar.isNull(scalar.getValue()))) {
            throw refuse(
                    event, "'" + scalar.getValue() + "' is no key.", "Write the keys out, and empty ones in quotes.");
        }
        return scalar.getValue();
    }

    private JsonNode scalar(ScalarEvent scalar) {
        YamlScalar value = YamlScalar.of(scalar.getValue(), scalar.isPlain());
        if (value.problem() != null) {
            problems.add(position(scalar), value.problem(), "Write it in quotes if it is a text.");
        }
        return value.node() == null ? NullNode.getInstance() : value.node();
    }

    private JsonNode aliased(AliasEvent alias) {
        String name = alias.getAlias().getValue();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw refuse(alias, "'*" + name + "' refers to no earlier '&" + name + "'.", "Write the value out.");
        }
        weigh(alias, anchored.weight());
        return anchored.node().deepCopy();
    }

    private void refuseTag(Event event, Optional<String> tag) {
        tag.ifPresent(name -> problems.add(
                position(event),
                "The tag " + ProblemWords.quoted(name) + " is not allowed.",
                "Remove it; quotes make a text."));
    }

    private void weigh(Event event, int more) {
        weight += more;
        if (weight > MAX_WEIGHT) {
            throw refuse(event, "Aliases make the file too large.", "Write the values out, or fewer of them.");
        }
    }

    private Refused refuse(Event event, String problem, String remedy) {
        problems.add(position(event), problem, remedy);
        return new Refused();
    }

    private Event next() {
        return events.next();
    }

    private static Position position(Event event) {
        return event.getStartMark()
                .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(Position.START);
    }
}
