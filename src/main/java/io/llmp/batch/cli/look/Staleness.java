package io.llmp.batch.cli.look;

import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateRegistry.Listed;
import io.llmp.batch.template.TemplateStatus;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the runs that were made with a version that is no longer the active one. */
final class Staleness {

    private final Map<String, TemplateStatus> templates;

    private Staleness(Map<String, TemplateStatus> templates) {
        this.templates = templates;
    }

    static Staleness of(TemplateRegistry registry) {
        return new Staleness(registry.list().stream()
                .map(Listed::status)
                .collect(Collectors.toMap(TemplateStatus::name, Function.identity())));
    }

    boolean isStale(Run run) {
        return active(run) != null;
    }

    /** Returns the version that is active now, when the run was made with another; else null. */
    @Nullable
    Integer active(Run run) {
        Provenance made = run.identity().provenance();
        TemplateStatus status = templates.get(made.template());
        return status == null || status.isActive(made.version()) ? null : status.activeVersion();
    }
}
