package io.llmp.batch.input.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Lists, maps and records as the various writers lay them out, and columns of any name. */
class ParquetNestingTest {

    @TempDir
    Path directory;

    static Stream<Arguments> layouts() {
        return Stream.of(
                Arguments.of(
                        "three levels, with null elements and an empty list",
                        "optional group v (LIST) { repeated group list { optional int32 element; } }",
                        row(g -> {
                            Group list = g.addGroup("v");
                            list.addGroup("list").add("element", 1);
                            list.addGroup("list");
                            list.addGroup("list").add("element", 3);
                        }),
                        "[1,null,3]",
                        "{'type':'array','items':['null','int']}"),
                Arguments.of(
                        "empty list",
                        "optional group v (LIST) { repeated group list { optional int32 element; } }",
                        row(g -> g.addGroup("v")),
                        "[]",
                        "{'type':'array','items':['null','int']}"),
                Arguments.of(
                        "two levels, as in old Avro files",
                        "optional group v (LIST) { repeated int32 array; }",
                        row(g -> g.addGroup("v").append("array", 1).append("array", 2)),
                        "[1,2]",
                        "{'type':'array','items':'int'}"),
                Arguments.of(
                        "two levels of records, as in old Avro files",
                        "optional group v (LIST) { repeated group array { optional int32 a; } }",
                        row(g -> g.addGroup("v").addGroup("array").add("a", 1)),
                        "[{\"a\":1}]",
                        "{'type':'array','items':{'type':'record','name':'type1','fields':[{'name':'a','type':['null','int']}]}}"),
                Arguments.of(
                        "two levels, as in old Thrift files",
                        "optional group v (LIST) { repeated group v_tuple { required int32 a; } }",
                        row(g -> g.addGroup("v").addGroup("v_tuple").add("a", 1)),
                        "[{\"a\":1}]",
                        "{'type':'array','items':{'type':'record','name':'type1','fields':[{'name':'a','type':'int'}]}}"),
                Arguments.of(
                        "two levels, elements of several fields",
                        "optional group v (LIST) { repeated group element { required int32 a; required int32 b; } }",
                        row(g -> g.addGroup("v")
                                .addGroup("element")
                                .append("a", 1)
                                .append("b", 2)),
                        "[{\"a\":1,\"b\":2}]",
                        "{'type':'array','items':{'type':'record','name':'type1','fields':[{'name':'a','type':'int'},{'name':'b','type':'int'}]}}"),
                Arguments.of(
                        "three levels under other names, as in old Hive files",
                        "optional group v (LIST) { repeated group bag { optional binary array_element (STRING); } }",
                        row(g -> g.addGroup("v").addGroup("bag").add("array_element", "x")),
                        "[\"x\"]",
                        "{'type':'array','items':['null','string']}"),
                Arguments.of(
                        "list of lists",
                        "optional group v (LIST) { repeated group list { optional group element (LIST) { repeated group list { required int32 element; } } } }",
                        row(g -> {
                            Group list = g.addGroup("v");
                            list.addGroup("list")
                                    .addGroup("element")
                                    .addGroup("list")
                                    .add("element", 1);
                            list.addGroup("list").addGroup("element");
                            list.addGroup("list");
                        }),
                        "[[1],[],null]",
                        "{'type':'array','items':['null',{'type':'array','items':'int'}]}"),
                Arguments.of(
                        "map",
                        "optional group v (MAP) { repeated group key_value { required binary key (STRING); optional double value; } }",
                        row(g -> {
                            Group map = g.addGroup("v");
                            map.addGroup("key_value").append("key", "a").append("value", 0.5);
                            map.addGroup("key_value").append("key", "b");
                        }),
                        "{\"a\":0.5,\"b\":null}",
                        "{'type':'map','values':['null','double']}"),
                Arguments.of(
                        "map, as in old files",
                        "optional group v (MAP_KEY_VALUE) { repeated group map { required binary k (STRING); required int32 v; } }",
                        row(g ->
                                g.addGroup("v").addGroup("map").append("k", "a").append("v", 1)),
                        "{\"a\":1}",
                        "{'type':'map','values':'int'}"),
                Arguments.of(
                        "map with keys that are not text",
                        "optional group v (MAP) { repeated group key_value { required int32 key; optional binary value (STRING); } }",
                        row(g -> g.addGroup("v")
                                .addGroup("key_value")
                                .append("key", 7)
                                .append("value", "x")),
                        "[{\"key\":7,\"value\":\"x\"}]",
                        "{'type':'array','items':{'type':'record','name':'type1','fields':[{'name':'key','type':'int'},"
                                + "{'name':'value','type':['null','string']}]},'logicalType':'map'}"),
                Arguments.of(
                        "record in a record",
                        "optional group v { optional group a { optional int32 b; } optional int32 c; }",
                        row(g -> g.addGroup("v").addGroup("a")),
                        "{\"a\":{\"b\":null},\"c\":null}",
                        "{'type':'record','name':'type1','fields':[{'name':'a','type':['null',{'type':'record','name':'type2',"
                                + "'fields':[{'name':'b','type':['null','int']}]}]},{'name':'c','type':['null','int']}]}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void readsEachLayout(String name, String field, Consumer<Group> value, String json, String avro) throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("message m { required int32 id; " + field + " }");
        List<Group> rows = List.of(
                ParquetFiles.row(schema, value.andThen(g -> g.add("id", 1))),
                ParquetFiles.row(schema, g -> g.add("id", 2)),
                ParquetFiles.row(schema, value.andThen(g -> g.add("id", 3))));
        Path file = ParquetFiles.write(directory.resolve("n.parquet"), schema, b -> b, rows);

        assertThat(ParquetFiles.read(file))
                .extracting(row -> row.get("v").toString())
                .containsExactly(json, "null", json);
        String text = ParquetFiles.format().schema(file, InputOptions.DEFAULT).avro();
        assertThat(JsonMapper.shared().readTree(text).at("/fields/1/type/1"))
                .isEqualTo(JsonMapper.shared().readTree(avro.replace('\'', '"')));
        assertThat(new Schema.Parser().parse(text).getFields()).hasSize(2);
    }

    @Test
    void readsARepeatedFieldThatIsNoListAsOne() throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { repeated int32 a; repeated group b { required int32 c; } }");
        List<Group> rows = List.of(
                ParquetFiles.row(schema, g -> {
                    g.append("a", 1).append("a", 2);
                    g.addGroup("b").add("c", 3);
                }),
                ParquetFiles.row(schema, g -> {}));
        Path file = ParquetFiles.write(directory.resolve("r.parquet"), schema, b -> b, rows);

        assertThat(ParquetFiles.read(file))
                .extracting(Object::toString)
                .containsExactly("{\"a\":[1,2],\"b\":[{\"c\":3}]}", "{\"a\":[],\"b\":[]}");
    }

    @Test
    void takesColumnNamesThatAvroForbids() throws Exception {
        GroupType nested = Types.optionalGroup()
                .optional(PrimitiveTypeName.INT32)
                .named("größe.x")
                .named("a b");
        MessageType schema = Types.buildMessage()
                .addFields(
                        Types.required(PrimitiveTypeName.INT32).named("a-b"),
                        Types.required(PrimitiveTypeName.INT32).named("a.b"),
                        nested,
                        Types.required(PrimitiveTypeName.INT32).named("1st"),
                        Types.required(PrimitiveTypeName.INT32).named("/列"),
                        Types.required(PrimitiveTypeName.INT32).named(""))
                .named("m");
        Group row = ParquetFiles.row(schema, g -> {
            g.append("a-b", 1).append("a.b", 2).append("1st", 4).append("/列", 5).append("", 6);
            g.addGroup("a b").add("größe.x", 3);
        });
        Path file = ParquetFiles.write(directory.resolve("n.parquet"), schema, b -> b, List.of(row));

        RowSchema read = ParquetFiles.format().schema(file, InputOptions.DEFAULT);
        assertThat(read.columns()).containsExactly("a-b", "a.b", "a b", "1st", "/列", "");
        assertThat(ParquetFiles.read(file).get(0))
                .hasToString("{\"a-b\":1,\"a.b\":2,\"a b\":{\"größe.x\":3},\"1st\":4,\"/列\":5,\"\":6}");
        assertThat(new Schema.Parser().parse(read.avro()).getFields())
                .extracting(Schema.Field::name)
                .containsExactly("a_b", "a_b_", "a_b__", "_1st", "__", "_");
    }

    @Test
    void refusesTwoColumnsOfOneName() throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("message m { required int32 a; required int32 b; }");
        Group row = ParquetFiles.row(schema, g -> g.append("a", 1).append("b", 2));
        Path file = ParquetFiles.write(directory.resolve("f.parquet"), schema, b -> b, List.of(row));
        Path twice = ParquetFiles.withFooter(file, directory.resolve("twice.parquet"), footer -> {
            footer.getSchema().get(2).setName("a");
            footer.getRow_groups().get(0).getColumns().get(1).getMeta_data().setPath_in_schema(List.of("a"));
        });

        assertThatThrownBy(() -> ParquetFiles.format().schema(twice, InputOptions.DEFAULT))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("two columns named a");
    }

    private static Consumer<Group> row(Consumer<Group> value) {
        return value;
    }
}
