package io.llmp.batch.report.markdown;

import io.llmp.batch.report.Report;
import io.llmp.batch.report.ReportFormat;
import io.llmp.batch.report.page.Block;
import io.llmp.batch.report.page.Block.Column;
import io.llmp.batch.report.page.Page;
import io.llmp.batch.report.page.Section;
import io.llmp.batch.template.diff.Piece;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** GitHub's Markdown: headings, tables and lists; a chart is its sentence, and where it has columns their table. */
final class MarkdownReport implements ReportFormat {

    @Override
    public String name() {
        return "md";
    }

    @Override
    public List<String> extensions() {
        return List.of("md", "markdown");
    }

    @Override
    public void write(Report report, Writer out) throws IOException {
        Page page = Page.of(report);
        out.write("<!-- " + MARK + " -->\n");
        out.write("# " + Markdown.text(page.title()) + ": run " + page.run() + ", " + page.status() + "\n");
        for (Section section : page.sections()) {
            out.write("\n## " + Markdown.text(section.title()) + "\n");
            for (Block block : section.blocks()) {
                out.write("\n" + text(block) + "\n");
            }
        }
        out.write("\n" + Markdown.text(page.footer()) + "\n");
    }

    private static String text(Block block) {
        if (block instanceof Block.Note note) {
            return Markdown.text(note.text());
        } else if (block instanceof Block.Warning warning) {
            return "> **" + Markdown.text(warning.text()) + "**";
        } else if (block instanceof Block.Figures figures) {
            return figures.figures().stream().map(MarkdownReport::figure).collect(Collectors.joining("\n"));
        } else if (block instanceof Block.Grid grid) {
            return grid(grid);
        } else if (block instanceof Block.Columns columns) {
            return columns(columns);
        } else if (block instanceof Block.Course course) {
            return Markdown.text(course.summary());
        }
        return changes((Block.Changes) block);
    }

    private static String figure(Block.Figure figure) {
        String detail = figure.detail().isEmpty() ? "" : " (" + Markdown.text(figure.detail()) + ")";
        return "- " + figure.name() + ": **" + Markdown.text(figure.value()) + "**" + detail;
    }

    private static String grid(Block.Grid grid) {
        boolean sources = grid.rows().stream().anyMatch(row -> !row.source().isEmpty());
        List<String> headings = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Block.Heading heading : grid.headings()) {
            headings.add(heading.text());
            lines.add(heading.numeric() ? "--:" : "---");
        }
        if (sources) {
            headings.add("Row");
            lines.add("---");
        }
        StringBuilder text = new StringBuilder(caption(grid.caption()));
        text.append(row(headings)).append(row(lines));
        for (Block.Row row : grid.rows()) {
            Stream<String> cells = row.cells().stream().map(Block.Cell::text);
            text.append(row(Stream.concat(cells, sources ? Stream.of(row.source()) : Stream.empty())
                    .map(Markdown::text)
                    .toList()));
        }
        return text.toString().stripTrailing();
    }

    private static String columns(Block.Columns chart) {
        StringBuilder text = new StringBuilder(Markdown.text(chart.summary())).append("\n\n");
        text.append(row(List.of(chart.unit().isEmpty() ? "value" : chart.unit(), "number")))
                .append("| --- | --: |\n");
        for (Column column : chart.columns()) {
            text.append(row(List.of(Markdown.text(column.range()), Long.toString(column.count()))));
        }
        return text.toString().stripTrailing();
    }

    /** Changed lines in the notation of {@code llmp job diff}. */
    private static String changes(Block.Changes changes) {
        return caption(changes.caption())
                + changes.lines().stream()
                        .map(line -> "> " + (line.isEmpty() ? "…" : line(line)) + "  ")
                        .collect(Collectors.joining("\n"));
    }

    private static String line(List<Piece> line) {
        return line.stream()
                .filter(piece -> !piece.text().isEmpty())
                .map(piece -> switch (piece.kind()) {
                    case KEPT -> Markdown.text(piece.text());
                    case REMOVED -> "\\[-" + Markdown.text(piece.text()) + "-\\]";
                    case ADDED -> "{+" + Markdown.text(piece.text()) + "+}";
                })
                .collect(Collectors.joining());
    }

    private static String caption(String caption) {
        return caption.isEmpty() ? "" : "**" + Markdown.text(caption) + "**\n\n";
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
