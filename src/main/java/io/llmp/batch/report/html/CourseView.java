package io.llmp.batch.report.html;

import io.llmp.batch.report.html.Plot.Tick;
import io.llmp.batch.report.page.Block.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A number over time as the template draws it.
 *
 * @param line the steps of the line, as a path
 * @param area the same, closed along the bottom
 * @param restarts where the dashed lines stand
 * @param points the numbers, for the table
 */
record CourseView(
        String id,
        String title,
        String summary,
        String unit,
        String bottom,
        String line,
        String area,
        List<Tick> rows,
        List<Tick> marks,
        List<Tick> restarts,
        List<Tick> points) {

    private static final double WIDTH = 960;

    static CourseView of(Course course, String id) {
        double most =
                course.points().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        Plot plot = Plot.of(WIDTH, most);
        long total = course.points().size() * course.spanMillis();
        String line = steps(course.points(), plot);
        String area = line + "V" + Plot.number(plot.bottom()) + "H" + Plot.number(plot.left()) + "Z";
        return new CourseView(
                id,
                course.title(),
                course.summary(),
                course.unit(),
                Plot.number(plot.bottom()),
                line,
                area,
                plot.ticks(),
                times(plot, total),
                course.restarts().stream()
                        .map(at -> new Tick(Plot.number(plot.x((double) at / total)), Spans.text(at)))
                        .toList(),
                points(course));
    }

    private static String steps(List<Double> points, Plot plot) {
        StringBuilder path =
                new StringBuilder("M" + Plot.number(plot.left()) + " " + Plot.number(plot.y(points.get(0))));
        for (int i = 0; i < points.size(); i++) {
            path.append("V").append(Plot.number(plot.y(points.get(i))));
            path.append("H").append(Plot.number(plot.x((i + 1.0) / points.size())));
        }
        return path.toString();
    }

    private static List<Tick> times(Plot plot, long total) {
        List<Tick> marks = new ArrayList<>();
        long step = Spans.step(total);
        for (long at = 0; at <= total; at += step) {
            marks.add(new Tick(Plot.number(plot.x((double) at / total)), Spans.text(at)));
        }
        return marks;
    }

    private static List<Tick> points(Course course) {
        List<Tick> points = new ArrayList<>();
        for (double point : course.points()) {
            long at = points.size() * course.spanMillis();
            points.add(new Tick(Spans.text(at), String.format(Locale.ROOT, "%,.1f", point)));
        }
        return points;
    }
}
