package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.Table;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateStatus;
import io.llmp.batch.template.TemplateVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp job versions}. */
@Command(
        name = "versions",
        mixinStandardHelpOptions = true,
        description = "Lists the versions of a template and their numbers of runs.",
        footerHeading = "%nExample:%n",
        footer = "  llmp job versions ticket-triage")
@SuppressWarnings("NullAway.Init")
final class JobVersionsCommand extends ReadingCommand {

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Override
    protected void print(Application application, PrintWriter out) {
        TemplateRegistry registry = application.part(TemplateRegistry.class);
        List<TemplateVersion> versions = registry.versions(TemplateRef.name(name));
        TemplateStatus status = registry.status(name);
        Map<Integer, Long> runs = application.part(RunStore.class).countByVersion(name);
        if (json) {
            JsonText.array(
                    versions.stream()
                            .map(version -> JsonText.version(version, status)
                                    .put("runs", runs.getOrDefault(version.version(), 0L)))
                            .iterator(),
                    out);
        } else {
            table(versions, status, runs).print(out);
        }
    }

    private static Table table(List<TemplateVersion> versions, TemplateStatus status, Map<Integer, Long> runs) {
        Table table = new Table("VERSION", "STATE", "RUNS", "DIGEST", "REGISTERED", "BY", "FROM");
        for (TemplateVersion version : versions) {
            boolean active = status.isActive(version.version());
            table.row(
                    Integer.toString(version.version()),
                    active ? status.state().name().toLowerCase(Locale.ROOT) : "",
                    Long.toString(runs.getOrDefault(version.version(), 0L)),
                    version.digest().substring(0, 12),
                    RunText.time(version.createdAt()),
                    version.createdBy(),
                    version.source());
        }
        return table;
    }
}
