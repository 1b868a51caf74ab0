package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.Table;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateRegistry.Listed;
import io.llmp.batch.template.TemplateVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code llmp job list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the templates with their active versions, newest first.",
        footerHeading = "%nExample:%n",
        footer = "  llmp job list --json")
final class JobListCommand extends ReadingCommand {

    @Override
    protected void print(Application application, PrintWriter out) {
        List<Listed> templates = application.part(TemplateRegistry.class).list();
        if (json) {
            JsonText.array(
                    templates.stream()
                            .map(template -> JsonText.version(template.version(), template.status()))
                            .iterator(),
                    out);
        } else if (templates.isEmpty()) {
            out.println("There are no templates yet: llmp job apply FILE registers one.");
        } else {
            Table table = new Table("TEMPLATE", "VERSION", "STATE", "DIGEST", "REGISTERED", "DESCRIPTION");
            for (Listed listed : templates) {
                TemplateVersion version = listed.version();
                String description = version.template().description();
                table.row(
                        version.name(),
                        Integer.toString(version.version()),
                        listed.status().state().name().toLowerCase(Locale.ROOT),
                        version.digest().substring(0, 12),
                        RunText.time(version.createdAt()),
                        description == null ? "" : description);
            }
            table.print(out);
        }
    }
}
