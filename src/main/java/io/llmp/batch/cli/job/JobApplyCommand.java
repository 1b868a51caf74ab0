package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.option.ReasonMixin;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.ExampleWeight;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateRegistry.Applied;
import io.llmp.batch.template.TemplateRegistry.Rollout;
import io.llmp.batch.template.TemplateState;
import io.llmp.batch.template.TemplateStatus;
import io.llmp.batch.template.file.TemplateFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llmp job apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Registers templates from files.",
            "A new version is created, and activated, only where the content has changed. Nothing is"
                    + " registered unless every file is valid."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp job apply config/jobs/*.yaml --reason 'a team for abuse'")
@SuppressWarnings("NullAway.Init")
final class JobApplyCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Template files (YAML).")
    List<Path> files;

    @Option(names = "--draft", description = "Register without activating; see 'llmp job activate'.")
    boolean draft;

    @Mixin
    ReasonMixin reason;

    @Override
    public Integer call() {
        Rollout rollout = draft ? Rollout.DRAFT : Rollout.ACTIVE;
        Map<Path, JobTemplate> templates = read();
        PrintWriter out = Terminal.out();
        try (Application application = Application.forReading()) {
            TemplateRegistry registry = application.part(TemplateRegistry.class);
            templates.forEach((file, template) -> {
                Applied applied = registry.apply(template, file.toString(), rollout, reason.text);
                out.println(applied.version().reference() + "  " + text(applied, registry.status(template.name())));
                ExampleWeight.of(template)
                        .warning()
                        .ifPresent(warning -> Terminal.err().println("llmp: warning: " + file + ": " + warning));
            });
        } finally {
            out.flush();
        }
        return ExitCode.OK;
    }

    private Map<Path, JobTemplate> read() {
        Map<Path, JobTemplate> templates = new LinkedHashMap<>();
        Map<String, Path> named = new HashMap<>();
        for (Path file : new LinkedHashSet<>(files)) {
            JobTemplate template = TemplateFile.read(file);
            Path other = named.put(template.name(), file);
            if (other != null) {
                throw ProblemException.invalid(
                        "Both " + other + " and " + file + " hold the job template '" + template.name() + "'.",
                        "Apply one of them, or rename it: each would replace the other as the active version.");
            }
            templates.put(file, template);
        }
        return templates;
    }

    private static String text(Applied applied, TemplateStatus status) {
        String done = applied.created() ? "registered" : "unchanged";
        if (!status.isActive(applied.version().version())) {
            return done + ", not active (" + TemplateTransitionCommand.state(status) + ")";
        }
        return status.state() == TemplateState.ACTIVE ? done : done + ", " + TemplateTransitionCommand.state(status);
    }
}
