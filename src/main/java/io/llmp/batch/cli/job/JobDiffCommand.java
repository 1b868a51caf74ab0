package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.text.DiffPrinter;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.diff.TemplateDiff;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp job diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the changes from one version of a template to another.",
            "",
            "Texts are compared word by word. A change of a schema is breaking when it may refuse rows"
                    + " that were accepted, or when readers of the output may miss values they know or meet values"
                    + " they do not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp job diff ticket-triage@2 ticket-triage@3",
            "  llmp job diff ticket-triage@2          from version 2 to the active one",
            "  llmp job diff ticket-triage            from the active version to the newest",
        })
@SuppressWarnings("NullAway.Init")
final class JobDiffCommand extends ReadingCommand {

    @Parameters(index = "0", paramLabel = "NAME[@A]", description = "The version to compare with.")
    String from;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME[@B]",
            description = "The version to show (default: active; if first, newest).")
    @Nullable
    String to;

    @Override
    protected void print(Application application, PrintWriter out) {
        TemplateRegistry registry = application.part(TemplateRegistry.class);
        TemplateVersion former = registry.get(TemplateRef.parse(from));
        TemplateVersion present = to == null ? counterpart(registry, former) : registry.get(TemplateRef.parse(to));
        TemplateDiff diff = TemplateDiff.between(former.template(), present.template());
        if (json) {
            DiffPrinter.json(diff, out);
        } else {
            DiffPrinter.print(former, present, diff, out);
        }
    }

    private static TemplateVersion counterpart(TemplateRegistry registry, TemplateVersion former) {
        Integer active = registry.status(former.name()).activeVersion();
        boolean latest = active == null || active == former.version();
        return registry.get(new TemplateRef(former.name(), null, latest));
    }
}
