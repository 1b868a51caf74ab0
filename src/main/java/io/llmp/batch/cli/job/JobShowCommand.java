package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.file.TemplateFile;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmp job show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints a version of a template as the YAML that registers it again.",
        footerHeading = "%nExample:%n",
        footer = "  llmp job show ticket-triage@2 > ticket-triage.yaml")
@SuppressWarnings("NullAway.Init")
final class JobShowCommand extends ReadingCommand {

    @Parameters(paramLabel = "NAME[@V]", description = "The template, and its version if not the active one.")
    String template;

    @Override
    protected void print(Application application, PrintWriter out) {
        TemplateRegistry registry = application.part(TemplateRegistry.class);
        TemplateVersion version = registry.get(TemplateRef.parse(template));
        String yaml = TemplateFile.write(version.template());
        if (json) {
            ObjectNode object =
                    JsonText.version(version, registry.status(version.name())).put("yaml", yaml);
            JsonText.array(List.of(object).iterator(), out);
        } else {
            out.println("# " + version.reference() + ", digest " + version.digest());
            out.print(yaml);
        }
    }
}
