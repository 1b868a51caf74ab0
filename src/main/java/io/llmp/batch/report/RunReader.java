package io.llmp.batch.report;

import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.export.ResultSchema.OutputColumn;
import io.llmp.batch.problem.Vocabulary;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.diff.TemplateDiff;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what reports and statistics are made of. */
final class RunReader {

    private static final Set<EventKind> BEGINS = EnumSet.of(EventKind.RUN_STARTED, EventKind.RUN_RESTARTED);

    private static final int PAGE = 200;

    private final TemplateRegistry templates;
    private final JobRecordStore records;
    private final EventLog events;

    RunReader(TemplateRegistry templates, JobRecordStore records, EventLog events) {
        this.templates = templates;
        this.records = records;
        this.events = events;
    }

    Report report(Run run, boolean content, Instant madeAt, ZoneId zone, Vocabulary words) {
        TemplateVersion version = version(run);
        List<Event> history = history(run);
        RunFigures figures = new RunFigures(columns(run, version), begins(run, history));
        forEach(run, figures::add);
        return new Report(run, version, diff(version), history, figures, content, madeAt, zone, words);
    }

    /** Returns figures for the records of a run, still without any. */
    RunFigures figures(Run run) {
        return new RunFigures(columns(run, version(run)), begins(run, history(run)));
    }

    /** Gives all records of a run, in input order. */
    void forEach(Run run, Consumer<JobRecord> action) {
        long next = 0;
        List<JobRecord> page = records.inInputOrder(run.id(), next, PAGE);
        while (!page.isEmpty()) {
            page.forEach(action);
            next = page.get(page.size() - 1).itemIndex() + 1;
            page = records.inInputOrder(run.id(), next, PAGE);
        }
    }

    private TemplateVersion version(Run run) {
        Provenance made = run.identity().provenance();
        return templates.get(new TemplateRef(made.template(), made.version()));
    }

    private @Nullable TemplateDiff diff(TemplateVersion version) {
        if (version.version() == 1) {
            return null;
        }
        TemplateVersion former = templates.get(new TemplateRef(version.name(), version.version() - 1));
        return TemplateDiff.between(former.template(), version.template());
    }

    private static List<OutputColumn> columns(Run run, TemplateVersion version) {
        return ResultSchema.of(run.inputSchema(), version.template()).outputs();
    }

    private List<Event> history(Run run) {
        List<Event> history = new ArrayList<>(events.ofRun(run.id().value(), null));
        Collections.reverse(history);
        return history;
    }

    private static List<Instant> begins(Run run, List<Event> history) {
        List<Instant> begins = history.stream()
                .filter(event -> BEGINS.contains(event.kind()))
                .map(Event::createdAt)
                .toList();
        return begins.isEmpty() ? List.of(run.createdAt()) : begins;
    }
}
