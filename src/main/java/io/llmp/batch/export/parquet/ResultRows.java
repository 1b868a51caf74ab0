package io.llmp.batch.export.parquet;

import io.llmp.batch.export.ResultRow;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Takes result rows apart into the columns of the file. */
final class ResultRows extends WriteSupport<ResultRow> {

    private final List<Column> columns;
    private final Map<String, String> metadata;
    private final MessageType schema;
    private @Nullable RecordConsumer consumer;

    private ResultRows(List<Column> columns, Map<String, String> metadata) {
        this.columns = columns;
        this.metadata = metadata;
        this.schema = new MessageType("row", columns.stream().map(Column::type).toList());
    }

    /** One column: its type, where its value is in a row, and how that is written. */
    private record Column(Type type, Function<ResultRow, @Nullable JsonNode> value, ValueWriter writer) {

        String name() {
            return type.getName();
        }
    }

    static ResultRows of(ResultSchema schema) {
        List<Column> columns = new ArrayList<>();
        Map<String, Type> inputs = InputTypes.of(schema.input());
        for (String name : schema.input().columns()) {
            JsonNode answer = schema.input().answers().get(name);
            Type type = answer == null ? inputs.get(name) : OutputTypes.of(name, answer);
            Function<ResultRow, @Nullable JsonNode> value = row -> row.input().get(name);
            columns.add(
                    type == null
                            ? new Column(Strings.type(name), value, Strings::writeTextOrJson)
                            : new Column(type, value, ValueWriter.of(type)));
        }
        for (ResultSchema.OutputColumn output : schema.outputs()) {
            columns.add(output(output.name(), OutputTypes.of(output.name(), output.schema())));
        }
        columns.add(text("llmp_status", ResultRow::status));
        columns.add(text("llmp_reason", ResultRow::reason));
        checkNames(columns);
        return new ResultRows(columns, schema.input().metadata());
    }

    private static Column output(String name, @Nullable Type type) {
        Function<ResultRow, @Nullable JsonNode> value =
                row -> row.output() == null ? null : row.output().get(name);
        return type == null
                ? new Column(Strings.type(name), value, Strings::writeJson)
                : new Column(type, value, ValueWriter.of(type));
    }

    private static Column text(String name, Function<ResultRow, @Nullable String> text) {
        Function<ResultRow, @Nullable JsonNode> value = row -> {
            String content = text.apply(row);
            return content == null ? null : StringNode.valueOf(content);
        };
        Type type = Strings.type(name);
        return new Column(type, value, ValueWriter.of(type));
    }

    /** Returns the paths of the columns that hold geometries. */
    List<String> shapes() {
        return schema.getColumns().stream()
                .filter(column -> isShape(column.getPrimitiveType().getLogicalTypeAnnotation()))
                .map(column -> String.join(".", column.getPath()))
                .toList();
    }

    private static boolean isShape(@Nullable LogicalTypeAnnotation meaning) {
        return meaning instanceof GeometryLogicalTypeAnnotation || meaning instanceof GeographyLogicalTypeAnnotation;
    }

    private static void checkNames(List<Column> columns) {
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw ProblemException.invalid(
                        "The result would have two columns named " + column.name() + ".",
                        "Rename the input column, or the property in the template's output schema.");
            }
        }
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema, metadata);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, metadata);
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(ResultRow row) {
        RecordConsumer out = consumer;
        if (out == null) {
            throw new IllegalStateException("must be prepared before the first row");
        }
        out.startMessage();
        for (int field = 0; field < columns.size(); field++) {
            Column column = columns.get(field);
            JsonNode value = column.value().apply(row);
            if (value != null && !value.isNull()) {
                out.startField(column.name(), field);
                column.writer().write(value, out);
                out.endField(column.name(), field);
            }
        }
        out.endMessage();
    }
}
