package io.llmp.batch.report.page;

import io.llmp.batch.report.Report;
import io.llmp.batch.report.WorkTime;
import io.llmp.batch.report.WorkTime.Span;
import io.llmp.batch.report.page.Block.Course;
import io.llmp.batch.report.page.Block.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How fast the run went, and how much was in work at once. */
final class PaceSection {

    private PaceSection() {}

    static Section of(Report report) {
        WorkTime time = report.figures().workTime();
        List<Span> spans = time.spans();
        List<Block> blocks = new ArrayList<>();
        if (spans.size() > 1) {
            if (!time.restarts().isEmpty()) {
                blocks.add(new Note("A dashed line marks each restart; the time before it is not shown."));
            }
            blocks.add(course("Throughput", "rows/s", spans, Span::rate, time));
            blocks.add(course("Rows in progress (including retry waits)", "rows", spans, Span::inWork, time));
        }
        return new Section("pace", "Pace", blocks);
    }

    private static Course course(
            String title, String unit, List<Span> spans, ToDoubleFunction<Span> number, WorkTime time) {
        List<Double> points = spans.stream().map(number::applyAsDouble).toList();
        double mean = points.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double most = points.stream().max(Comparator.naturalOrder()).orElse(0.0);
        Span first = spans.get(0);
        String summary = title + " over " + ShownNumbers.span(time.total()) + ", in spans of "
                + ShownNumbers.millis(first.length().toMillis()) + ": " + ShownNumbers.number(mean) + " " + unit
                + " on average, "
                + ShownNumbers.number(most) + " at most.";
        return new Course(
                title,
                summary,
                unit,
                points,
                first.length().toMillis(),
                time.restarts().stream().map(Duration::toMillis).toList());
    }
}
