package io.llmp.batch.cli;

import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp job versions}. */
@Command(
        name = "versions",
        mixinStandardHelpOptions = true,
        description = "Lists the versions of a template, newest first.")
@SuppressWarnings("NullAway.Init")
final class JobVersionsCommand extends ReadingCommand {

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Override
    void print(Application application, PrintWriter out) {
        TemplateRegistry registry = application.part(TemplateRegistry.class);
        List<TemplateVersion> versions = registry.versions(name);
        int active = registry.activeVersion(name);
        if (json) {
            JsonText.array(
                    versions.stream()
                            .map(version -> JsonText.version(version, version.version() == active))
                            .iterator(),
                    out);
            return;
        }
        Table table = new Table("VERSION", "DIGEST", "REGISTERED", "BY", "FROM");
        for (TemplateVersion version : versions) {
            table.row(
                    version.version() + (version.version() == active ? " (active)" : ""),
                    version.digest().substring(0, 12),
                    RunText.time(version.createdAt()),
                    version.createdBy(),
                    version.source());
        }
        table.print(out);
    }
}
