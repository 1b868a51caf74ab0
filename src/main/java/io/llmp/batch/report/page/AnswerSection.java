package io.llmp.batch.report.page;

import io.llmp.batch.report.FieldFigures;
import io.llmp.batch.report.FieldFigures.Counted;
import io.llmp.batch.report.FieldFigures.Kind;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.page.Block.Cell;
import io.llmp.batch.report.page.Block.Grid;
import io.llmp.batch.report.page.Block.Heading;
import io.llmp.batch.report.page.Block.Note;
import io.llmp.batch.report.page.Block.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the answers say, field by field. */
final class AnswerSection {

    private static final int MOST_VALUES = 12;

    private AnswerSection() {}

    static Section of(Report report) {
        List<Block> blocks = new ArrayList<>();
        report.figures().fields().stream()
                .filter(field -> field.answers() > 0)
                .forEach(field -> add(blocks, field, report.content()));
        return new Section("answers", "Answers", blocks);
    }

    private static void add(List<Block> blocks, FieldFigures field, boolean content) {
        boolean showable = content || field.isDeclared();
        switch (field.kind()) {
            case VALUES -> {
                if (showable) {
                    blocks.add(values(field, field.answers() - field.absent(), "Answers"));
                } else {
                    blocks.add(new Note(field.name() + ": " + field.values().size() + " different values."));
                }
            }
            case NUMBERS -> Histogram.of(field.name(), "", field.numbers()).ifPresent(blocks::add);
            case TEXTS ->
                Histogram.of(field.name() + ", length", "characters", field.lengths())
                        .ifPresent(blocks::add);
            case LISTS -> {
                if (showable && !field.values().isEmpty()) {
                    blocks.add(values(field, field.answers() - field.absent(), "Answers with it"));
                }
                Histogram.of(field.name() + ", length of the list", "elements", field.sizes())
                        .ifPresent(blocks::add);
            }
            case OTHER -> {}
        }
        if (field.absent() > 0 || field.kind() == Kind.OTHER) {
            blocks.add(new Note(field.name() + " is null or missing in " + ShownNumbers.count(field.absent()) + " of "
                    + ShownNumbers.count(field.answers()) + " answers."));
        }
    }

    private static Grid values(FieldFigures field, long present, String counted) {
        List<Counted> values = field.values();
        if (field.numbers().count() == present && values.size() <= MOST_VALUES) {
            values = values.stream()
                    .sorted(Comparator.comparing(value -> new BigDecimal(value.value())))
                    .toList();
        }
        List<Row> rows = new ArrayList<>();
        values.stream().limit(MOST_VALUES).forEach(value -> rows.add(row(Cell.foreign(value.value()), value, present)));
        if (values.size() > MOST_VALUES) {
            long rest = values.stream()
                    .skip(MOST_VALUES)
                    .mapToLong(Counted::answers)
                    .sum();
            String name = (values.size() - MOST_VALUES) + " others";
            rows.add(row(Cell.of(name), new Counted(name, rest), present));
        }
        return new Grid(
                field.name(),
                List.of(new Heading("Value", false), new Heading(counted, true), new Heading("Share", true)),
                rows);
    }

    private static Row row(Cell name, Counted value, long present) {
        return Row.of(
                name,
                Cell.of(ShownNumbers.count(value.answers())),
                Cell.bar(Math.min(1, (double) value.answers() / present)));
    }
}
