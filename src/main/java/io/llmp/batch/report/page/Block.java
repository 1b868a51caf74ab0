package io.llmp.batch.report.page;

import io.llmp.batch.template.diff.Piece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a section. Texts in it are plain and may hold anything that was in a row; whoever shows them escapes them. */
public sealed interface Block {

    /** A sentence or two. */
    record Note(String text) implements Block {}

    /** Something nobody must overlook. */
    record Warning(String text) implements Block {}

    /** The numbers to see first. */
    record Figures(List<Figure> figures) implements Block {
        public Figures {
            figures = List.copyOf(figures);
        }
    }

    /**
     * One number with its name.
     *
     * @param detail what puts it in proportion; empty when nothing does
     */
    record Figure(String name, String value, String detail) {}

    /**
     * Rows under headings.
     *
     * @param caption what the rows are; empty when the section's title says it
     */
    record Grid(String caption, List<Heading> headings, List<Row> rows) implements Block {
        public Grid {
            headings = List.copyOf(headings);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A row of a grid.
     *
     * @param source the row of the input that it is about, where it is shown; empty when it is not
     */
    record Row(List<Cell> cells, String source) {
        public Row {
            cells = List.copyOf(cells);
        }

        static Row of(Cell... cells) {
            return new Row(List.of(cells), "");
        }
    }

    /** The heading of a column. */
    record Heading(String text, boolean numeric) {}

    /**
     * A cell of a grid.
     *
     * @param foreign whether the text came from a row or a model, so that it may be of any length and direction
     * @param share a share of 1 to show as a bar, or null
     */
    record Cell(String text, boolean foreign, @Nullable Double share) {

        static Cell of(String text) {
            return new Cell(text, false, null);
        }

        static Cell foreign(String text) {
            return new Cell(text, true, null);
        }

        static Cell bar(double share) {
            return new Cell(ShownNumbers.percent(share), false, share);
        }
    }

    /**
     * How often values of each range occur, as columns.
     *
     * @param summary the chart in a sentence, for those who do not see it
     * @param unit what the values are, such as {@code ms}
     */
    record Columns(String title, String summary, String unit, List<Column> columns) implements Block {
        public Columns {
            columns = List.copyOf(columns);
        }
    }

    /**
     * One range of values.
     *
     * @param begin where the range begins, for the axis
     * @param range the range in words
     */
    record Column(String begin, String range, long count) {}

    /**
     * A number over the time of the run.
     *
     * @param summary the chart in a sentence, for those who do not see it
     * @param unit what the number is, such as {@code items/s}
     * @param points at equal distances
     * @param spanMillis the distance of the points
     * @param restarts where the run was resumed, in milliseconds
     */
    record Course(String title, String summary, String unit, List<Double> points, long spanMillis, List<Long> restarts)
            implements Block {
        public Course {
            points = List.copyOf(points);
            restarts = List.copyOf(restarts);
        }
    }

    /**
     * A text in two versions.
     *
     * @param lines those that changed and those near them; an empty line stands for those left out
     */
    record Changes(String caption, List<List<Piece>> lines) implements Block {
        public Changes {
            lines = lines.stream().map(List::copyOf).toList();
        }
    }
}
