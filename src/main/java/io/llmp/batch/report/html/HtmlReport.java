package io.llmp.batch.report.html;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.ReportFormat;
import io.llmp.batch.report.page.Page;
import io.llmp.batch.report.page.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One HTML file without scripts that loads nothing: styles and charts are in it, and its own policy forbids the rest. Every
 * text goes through the escaper of the Mustache template, which has no place that leaves it out.
 */
final class HtmlReport implements ReportFormat {

    private final Template template;

    HtmlReport() {
        template = Mustache.compiler()
                .withEscaper(text -> Escapers.HTML.escape(VisibleText.of(text)))
                .emptyStringIsFalse(true)
                .compile(resource("report.mustache").replace("/*styles*/", resource("report.css")));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "html";
    }

    @Override
    public List<String> extensions() {
        return List.of("html", "htm");
    }

    @Override
    public void write(Report report, Writer out) {
        Page page = Page.of(report);
        template.execute(
                Map.of(
                        "mark", MARK,
                        "page", page,
                        "sections",
                                page.sections().stream().map(SectionView::of).toList()),
                out);
    }
}
