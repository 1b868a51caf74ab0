package io.llmp.batch.cli;

import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateFile;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp job apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Registers templates from files; a new version only where the content has changed.",
            "Nothing is registered unless every file is without fault."
        })
@SuppressWarnings("NullAway.Init")
final class JobApplyCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Template files (YAML).")
    List<Path> files;

    @Override
    public Integer call() {
        Map<Path, JobTemplate> templates = new LinkedHashMap<>();
        for (Path file : files) {
            templates.put(file, TemplateFile.read(file));
        }
        PrintWriter out = Terminal.out();
        try (Application application = Application.forReading()) {
            TemplateRegistry registry = application.part(TemplateRegistry.class);
            templates.forEach((file, template) -> {
                TemplateRegistry.Applied applied = registry.apply(template, file.toString());
                out.println(applied.version().reference() + (applied.created() ? "  registered" : "  unchanged"));
            });
        } finally {
            out.flush();
        }
        return ExitCode.OK;
    }
}
