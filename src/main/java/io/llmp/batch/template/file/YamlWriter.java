package io.llmp.batch.template.file;

import io.llmp.batch.schema.Json;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/** Writes JSON trees as YAML that people like to read: blocks, texts of several lines as they are, short lists on one line. */
final class YamlWriter {

    private static final int LONGEST_PLAIN = 300;

    private YamlWriter() {}

    static String write(JsonNode tree) {
        DumpSettings settings = DumpSettings.builder()
                .setSchema(new CoreSchema())
                .setSplitLines(false)
                .setWidth(Integer.MAX_VALUE)
                .setIndent(2)
                .build();
        return new Present(settings)
                .emitToString(new Serialize(settings).serializeOne(node(tree)).iterator());
    }

    private static Node node(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> mapping(value);
            case ARRAY -> sequence(value);
            case STRING -> text(value.stringValue());
            case NUMBER ->
                new ScalarNode(value.isIntegralNumber() ? Tag.INT : Tag.FLOAT, Json.write(value), ScalarStyle.PLAIN);
            case BOOLEAN -> new ScalarNode(Tag.BOOL, Json.write(value), ScalarStyle.PLAIN);
            default -> new ScalarNode(Tag.NULL, "null", ScalarStyle.PLAIN);
        };
    }

    private static Node mapping(JsonNode object) {
        List<NodeTuple> members = new ArrayList<>();
        object.properties()
                .forEach(member -> members.add(new NodeTuple(text(member.getKey()), node(member.getValue()))));
        return new MappingNode(Tag.MAP, members, FlowStyle.BLOCK);
    }

    private static Node sequence(JsonNode array) {
        List<Node> elements = new ArrayList<>();
        boolean flat = true;
        for (JsonNode element : array) {
            elements.add(node(element));
            flat &= element.isValueNode() && Json.write(element).length() < 40;
        }
        return new SequenceNode(Tag.SEQ, elements, flat ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private static Node text(String text) {
        return new ScalarNode(Tag.STR, text, style(text));
    }

    /** The library's own choice of style does not always read back the same; so only easy texts go without quotes. */
    private static ScalarStyle style(String text) {
        if (text.isEmpty() || Character.isWhitespace(text.charAt(0))) {
            return ScalarStyle.DOUBLE_QUOTED;
        }
        boolean oneLine = text.indexOf('\n') < 0;
        boolean easy = text.codePoints().allMatch(c -> c == '\n' || easy(c));
        if (oneLine && easy && text.length() <= LONGEST_PLAIN && Character.isLetterOrDigit(text.codePointAt(0))) {
            return YamlScalar.of(text, true).isText() ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
        }
        return easy && !oneLine ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
    }

    private static boolean easy(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character == '\t';
            case Character.SPACE_SEPARATOR -> character == ' ';
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
