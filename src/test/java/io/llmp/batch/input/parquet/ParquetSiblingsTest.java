package io.llmp.batch.input.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.export.parquet.ParquetOutput;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Files of one input that differ, and what is read of them and written again. */
class ParquetSiblingsTest {

    @TempDir
    private Path directory;

    @Test
    void harmlessDifferencesAreReadAndWrittenAsOneTable() throws IOException {
        write("a", "required int32 id; required float size; required binary note (STRING);", g -> {
            g.add("id", 1);
            g.add("size", 0.5f);
            g.add("note", "n");
        });
        write("b", "optional binary extra (STRING); optional double size; optional int64 id;", g -> {
            g.add("extra", "e");
            g.add("id", 1L << 40);
        });
        write("c", "required int64 id; required double size; required int32 note;", g -> {
            g.add("id", 3L);
            g.add("size", 0.1);
            g.add("note", 7);
        });
        Dataset dataset = open(Set.of("id", "size"), Set.of());

        assertThat(dataset.schema().columns()).containsExactly("id", "size", "note", "extra");
        Path output = write(dataset);
        assertThat(ParquetFiles.read(output))
                .extracting(row -> row.retain("id", "size", "note", "extra").toString())
                .containsExactly(
                        "{\"id\":1,\"size\":0.5,\"note\":\"n\",\"extra\":null}",
                        "{\"id\":1099511627776,\"size\":null,\"note\":null,\"extra\":\"e\"}",
                        "{\"id\":3,\"size\":0.1,\"note\":\"7\",\"extra\":null}");
    }

    @Test
    void bytesAreTextWhereTheTemplateHasTextAndTheyAreUtf8() throws IOException {
        String columns = "required binary text; required binary image; required binary raw;";
        for (String name : List.of("a", "b")) {
            write(name, columns, g -> {
                g.add("text", Binary.fromString("Größe " + name));
                g.add("image", Binary.fromConstantByteArray(new byte[] {(byte) 0xff}));
                g.add("raw", Binary.fromString("raw"));
            });
        }
        Dataset dataset = open(Set.of("text", "image"), Set.of("text", "image"));

        assertThat(rows(dataset))
                .extracting(ObjectNode::toString)
                .containsExactly(
                        "{\"text\":\"Größe a\",\"image\":\"/w==\",\"raw\":\"cmF3\"}",
                        "{\"text\":\"Größe b\",\"image\":\"/w==\",\"raw\":\"cmF3\"}");
        assertThat(dataset.plan(Dataset.NO_LIMIT, rows -> rows).warnings())
                .containsExactly(
                        "The bytes of text are read as UTF-8 text, as the template has it; the files do not say that"
                                + " they are text.");
        assertThat(ParquetFiles.read(write(dataset))).first().satisfies(row -> {
            assertThat(row.get("text").stringValue()).isEqualTo("Größe a");
            assertThat(row.get("raw").stringValue()).isEqualTo("cmF3");
        });
    }

    @Test
    void whatAllFilesSayOfTheirColumnsIsKeptButForDescriptionsOfTheWholeSchema() throws IOException {
        Map<String, String> common = Map.of("geo", "{\"version\":\"1.1.0\"}", "ARROW:schema", "/////w==");
        for (String name : List.of("a", "b")) {
            Map<String, String> metadata = new HashMap<>(common);
            metadata.put("written by", name);
            metadata.put("long", "x".repeat(100_000));
            MessageType schema = MessageTypeParser.parseMessageType("message m { required int32 id; }");
            ParquetFiles.write(
                    directory.resolve(name + ".parquet"),
                    schema,
                    b -> b.withExtraMetaData(metadata),
                    List.of(ParquetFiles.row(schema, g -> g.add("id", 1))));
        }

        Path output = write(open(Set.of("id"), Set.of()));

        assertThat(ParquetFiles.format().schema(output, InputOptions.DEFAULT).metadata())
                .isEqualTo(Map.of("geo", "{\"version\":\"1.1.0\"}"));
    }

    private void write(String name, String columns, Consumer<Group> values) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("message m { " + columns + " }");
        ParquetFiles.write(
                directory.resolve(name + ".parquet"), schema, b -> b, List.of(ParquetFiles.row(schema, values)));
    }

    private Dataset open(Set<String> used, Set<String> text) throws IOException {
        return new Datasets(List.of(ParquetFiles.format()))
                .open(directory.toString(), InputOptions.DEFAULT.withColumns(used, text));
    }

    private static List<ObjectNode> rows(Dataset dataset) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        for (Split split : dataset.plan(Dataset.NO_LIMIT, all -> all).splits()) {
            try (ItemCursor cursor = dataset.open(split)) {
                for (Item item = cursor.next(); item != null; item = cursor.next()) {
                    rows.add(item.values());
                }
            }
        }
        return rows;
    }

    private Path write(Dataset dataset) throws IOException {
        return ParquetOutput.write(directory.resolve(".out.parquet"), dataset.schema(), rows(dataset));
    }
}
