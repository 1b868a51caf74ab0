package io.llmp.batch.cli;

import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code llmp job list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the templates with their active versions, newest first.")
final class JobListCommand extends ReadingCommand {

    @Override
    void print(Application application, PrintWriter out) {
        List<TemplateVersion> templates =
                application.part(TemplateRegistry.class).list();
        if (json) {
            JsonText.array(
                    templates.stream()
                            .map(template -> JsonText.version(template, true))
                            .iterator(),
                    out);
        } else if (templates.isEmpty()) {
            out.println("There are no templates yet: llmp job apply FILE registers one.");
        } else {
            Table table = new Table("TEMPLATE", "ACTIVE", "DIGEST", "REGISTERED", "DESCRIPTION");
            for (TemplateVersion version : templates) {
                String description = version.template().description();
                table.row(
                        version.name(),
                        Integer.toString(version.version()),
                        version.digest().substring(0, 12),
                        RunText.time(version.createdAt()),
                        description == null ? "" : description);
            }
            table.print(out);
        }
    }
}
