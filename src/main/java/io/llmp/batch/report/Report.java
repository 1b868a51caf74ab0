package io.llmp.batch.report;

import io.llmp.batch.event.Event;
import io.llmp.batch.problem.Vocabulary;
import io.llmp.batch.record.Run;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.diff.TemplateDiff;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a report is about.
 *
 * @param version the template version that made the run
 * @param diff what changed from the version before, or null for the first
 * @param events what happened to the run, oldest first
 * @param content whether what came out of rows may be shown: keys, inputs, answers, errors
 * @param madeAt when the report was made
 * @param zone in which times are shown
 */
public record Report(
        Run run,
        TemplateVersion version,
        @Nullable TemplateDiff diff,
        List<Event> events,
        RunFigures figures,
        boolean content,
        Instant madeAt,
        ZoneId zone,
        Vocabulary words) {

    public Report {
        events = List.copyOf(events);
    }
}
