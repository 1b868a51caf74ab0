package io.llmp.batch.cli.job;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.template.file.TemplateSchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code llmp job schema}. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the JSON Schema of template files, for editors.",
            "'llmp job apply' checks all of it, and more than a schema can express."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  llmp job schema > job-template.schema.json",
            "and as the first line of a template beside it:",
            "  # yaml-language-server: $schema=job-template.schema.json"
        })
final class JobSchemaCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out();
        out.print(TemplateSchema.text());
        out.flush();
        return ExitCode.OK;
    }
}
