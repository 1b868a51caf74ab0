package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.option.ProviderMixin;
import io.llmp.batch.cli.option.TuningMixin;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.TestText;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.run.test.TemplateTest;
import io.llmp.batch.run.test.TestResult;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.use.AnswerCheck;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmp job test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tests a template on its own examples.",
            "",
            "Each example is left out of the prompt while tested. The calls cost what they cost in a"
                    + " run; no run is made. The exit code is 1 when a field matches less often than --min-match"
                    + " requires."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp job test ticket-triage@latest --min-match team=0.9")
@SuppressWarnings("NullAway.Init")
final class JobTestCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "NAME[@V]", description = "The template, and its version if not the active one.")
    String template;

    @Mixin
    ProviderMixin providerMixin;

    @Option(names = "--examples", paramLabel = "N", description = "Test only the first N examples.")
    int examples = Integer.MAX_VALUE;

    @Option(
            names = "--min-match",
            paramLabel = "[FIELD=]X",
            description = "Minimum share (0–1) of matching examples, per field or for all.")
    List<String> minMatch = new ArrayList<>();

    @Option(names = "--json", description = "Print a JSON array of the examples.")
    boolean json;

    @Override
    public Integer call() {
        TuningMixin.requirePositive(spec, "--examples", examples);
        PrintWriter out = Terminal.out();
        try (Application application = Application.forAsking(providerMixin.settings(Map.of()))) {
            TemplateVersion version = application.part(TemplateRegistry.class).get(TemplateRef.parse(template));
            Map<String, Double> least = least(fields(version.template()));
            providerMixin.announce(application, template);
            ModelSelection selection = providerMixin.selection(null, null, null);
            TestResult report = application.part(TemplateTest.class).test(version.template(), selection, examples);
            TestText text = new TestText(version, report);
            if (json) {
                text.json(out);
            } else {
                text.print(out);
            }
            return text.reaches(least) ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            out.flush();
        }
    }

    private static List<String> fields(JobTemplate template) {
        ObjectNode output = template.output();
        return output == null
                ? List.of(AnswerCheck.FREE_TEXT_COLUMN)
                : List.copyOf(output.path("properties").propertyNames());
    }

    /** Reads the shares asked for; before anything is paid. */
    private Map<String, Double> least(List<String> fields) {
        Map<String, Double> least = new LinkedHashMap<>();
        for (String wanted : minMatch) {
            int equals = wanted.lastIndexOf('=');
            double share = share(wanted.substring(equals + 1));
            List<String> meant = equals < 0 ? fields : List.of(wanted.substring(0, equals));
            if (!fields.containsAll(meant) || !(share >= 0 && share <= 1)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--min-match needs a share from 0 to 1, or FIELD=SHARE with one of the fields "
                                + String.join(", ", fields) + "; '" + wanted + "' is neither.");
            }
            meant.forEach(field -> least.put(field, share));
        }
        return least;
    }

    private static double share(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
