package io.llmp.batch.report.page;

import io.llmp.batch.record.Run;
import io.llmp.batch.report.Report;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A report in words.
 *
 * @param title what was run
 * @param run the run's name
 * @param status how it stands, in lower case
 * @param footer where the page came from
 */
public record Page(String title, String run, String status, List<Section> sections, String footer) {

    public Page {
        sections = List.copyOf(sections);
    }

    /** Puts a report into words. */
    public static Page of(Report report) {
        Run run = report.run();
        List<Section> sections = Stream.of(
                        SummarySection.of(report),
                        PaceSection.of(report),
                        SpreadSection.of(report),
                        MoneySection.of(report),
                        SkipSection.of(report),
                        AnswerSection.of(report),
                        ItemSection.of(report),
                        TemplateSection.of(report),
                        HistorySection.of(report))
                .filter(section -> !section.blocks().isEmpty())
                .toList();
        return new Page(
                report.version().reference(),
                run.id().value(),
                run.status().name().toLowerCase(Locale.ROOT),
                sections,
                "Made by LLMP Batch on " + ShownNumbers.time(report.madeAt(), report.zone())
                        + (report.content() ? "." : ", without what was in the rows."));
    }
}
