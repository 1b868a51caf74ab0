package io.llmp.batch.cli.option;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.terminal.Verbosity;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which provider and model to use instead of those of the template and the configuration. */
public final class ProviderMixin {

    @Option(names = "--provider", paramLabel = "NAME", description = "Provider to use instead of the template's.")
    @Nullable
    public String provider;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Address of the provider, instead of the configured one.")
    @Nullable
    public URI baseUrl;

    @Option(names = "--model", paramLabel = "M", description = "Model to use instead of the template's.")
    @Nullable
    public String model;

    @Option(names = "--allow-http", description = "Allow plain http to another host.")
    boolean allowHttp;

    /** Returns the configuration keys that the user sets, {@code given} and those these options stand for. */
    public Map<String, String> settings(Map<String, String> given) {
        Map<String, String> settings = new LinkedHashMap<>(given);
        if (allowHttp) {
            settings.put("llmp.allow-http", "true");
        }
        return settings;
    }

    /**
     * Passes to {@code say} which provider answers where nothing but a key in the environment decides it.
     *
     * @param provider the one that was asked for, or null
     * @throws io.llmp.batch.problem.ProblemException when no provider is decided, or there is no such template
     */
    public static void announce(
            Application application, TemplateRef template, @Nullable String provider, Consumer<String> say) {
        String own = application
                .part(TemplateRegistry.class)
                .get(template)
                .template()
                .model()
                .provider();
        Providers providers = application.part(Providers.class);
        ModelSelection selection = new ModelSelection(provider == null ? own : provider, null, null, null, null, null);
        String variable = providers.decidedBy(selection);
        if (variable != null && !Verbosity.isQuiet()) {
            say.accept("using provider " + providers.name(selection) + " because " + variable
                    + " is set (--provider chooses another)");
        }
    }

    /**
     * Does the same on standard error, for the provider of these options.
     *
     * @param template {@code NAME[@V]}
     */
    public void announce(Application application, String template) {
        announce(
                application,
                TemplateRef.parse(template),
                provider,
                words -> Terminal.err().println("llmp: " + words));
    }

    /** Returns what the user says, with the limits given, each null where the user says nothing. */
    public ModelSelection selection(@Nullable Integer concurrency, @Nullable Integer rpm, @Nullable Integer tpm) {
        return new ModelSelection(provider, model, baseUrl, concurrency, rpm, tpm);
    }
}
