package io.llmp.batch.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmp.batch.dispatch.RetryPolicy;
import io.llmp.batch.llm.Endpoint;
import io.llmp.batch.llm.Price;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.ProblemException.Kind;
import io.llmp.batch.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/** What is said of a configuration that cannot be used. */
class MisconfigurationTest {

    private static final BindHandler STRICT = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llmp.retry.max-attempts = abc | llmp.retry.max-attempts needs a whole number; 'abc' is not one.",
                "llmp.retry.max-attempts = -1 | llmp.retry.max-attempts must be at least 1 but was -1.",
                "llmp.retry.first-delay = soon | llmp.retry.first-delay needs a time such as 200ms, 30s or 2h; 'soon' is not one.",
                "llmp.retry.max-delay = 0s | llmp.retry.max-delay must be above 0 but was 0ms.",
                "llmp.retry.max-atempts = 3 | Unknown configuration key 'llmp.retry.max-atempts'. Did you mean 'llmp.retry.max-attempts'?",
                "llmp.providers.mine.rpm = 0 | llmp.providers.mine.rpm must be at least 1 but was 0.",
                "llmp.providers.mine.concurrency = 0 | llmp.providers.mine.concurrency must be at least 1 but was 0.",
                "llmp.providers.mine.input-tpm = -5 | llmp.providers.mine.input-tpm must be at least 1 but was -5.",
                "llmp.providers.mine.base-url = ::: | llmp.providers.mine.base-url needs an address such as http://localhost:8000/v1; ':::' is not one.",
                "llmp.providers.mine.answer-form = strict | Unknown value 'strict' for llmp.providers.mine.answer-form. Use strict-schema, schema, json-object or instruction.",
                "llmp.providers.mine.key-required = perhaps | llmp.providers.mine.key-required needs true or false; 'perhaps' is not one.",
                "llmp.providers.mine.modle = m | Unknown configuration key 'llmp.providers.mine.modle'. Did you mean 'llmp.providers.mine.model'?",
                "llmp.providers.mine.endpoints[0].bas-url = http://x | Unknown configuration key 'llmp.providers.mine.endpoints[0].bas-url'. Did you mean 'llmp.providers.mine.endpoints[0].base-url'?",
                "llmp.prices.m.input = $5 | llmp.prices.m.input needs US dollars such as 5 or 0.50, without the $; '$5' is not one.",
                "llmp.prices.m.input = 5 | llmp.prices.m.cached must be given.",
                "llmp.prices.m.as-of = May | llmp.prices.m.as-of needs a date such as 2026-03-01; 'May' is not one.",
                "llmp.simulator.quota-after = -1 | llmp.simulator.quota-after must be at least 0 but was -1.",
                "llmp.simulator.burst = 2m | llmp.simulator.burst must be from 0 to 1m but was 120000ms.",
                "llmp.simulator.faults.rset = 1 | Unknown value 'rset' for llmp.simulator.faults. Use error, bad-gateway,",
                "llmp.simulator.faults.reset = 2 | The configuration key llmp.simulator cannot be used: the share of a fault must be from 0 to 1 but was 2.0.",
            })
    void isSaidInOurWords(String setting, String words) {
        int equals = setting.indexOf('=');
        ProblemException problem = bound(new MapPropertySource(
                "given",
                Map.of(
                        setting.substring(0, equals).strip(),
                        setting.substring(equals + 1).strip())));

        assertThat(problem.kind()).isEqualTo(Kind.INVALID);
        assertThat(problem.problem()).startsWith(words).doesNotContain("java.", "Exception", "unbound");
        assertThat(problem.remedy()).isEqualTo("Correct it on the command line or in the configuration directory.");
    }

    @Test
    void namesTheFileAndTheVariable() throws IOException {
        ProblemException inFile = bound(loaded("llmp:\n  retry:\n    max-attempts: abc\n"));
        assertThat(inFile.problem())
                .startsWith(directory.resolve("application.yaml") + ":3:19: llmp.retry.max-attempts");
        assertThat(inFile.remedy()).isEqualTo("Correct it there, or override it with --set.");

        SettingPlace variable = SettingPlace.of(new SystemEnvironmentOrigin("LLMP_RETRY_MAXATTEMPTS"));
        assertThat(variable.prefix()).isEqualTo("Environment variable LLMP_RETRY_MAXATTEMPTS: ");
        assertThat(variable.remedy()).isEqualTo("Correct the variable, or unset it.");
    }

    @Test
    void isNothingOfOtherFailures() {
        assertThat(Misconfiguration.in(new IllegalStateException("else"))).isNull();
        assertThat(Misconfiguration.in(new IllegalStateException(ProblemException.invalid("a", "b"))))
                .isNull();
    }

    @Test
    void aKeyThatNothingReadsIsRefusedInAFile() throws IOException {
        assertThat(catchThrowable(() -> known("llmp:\n  rerty:\n    share: 1\n")))
                .hasMessageContaining("application.yaml:3:12: Unknown configuration key 'llmp.rerty.share'."
                        + " Did you mean 'llmp.retry.share'?");
        assertThat(catchThrowable(() -> known("llmp: 5\n"))).hasMessageContaining("Unknown configuration key 'llmp'");
        assertThat(catchThrowable(() -> known("llmp:\n  providers: openai\n")))
                .hasMessageContaining("Did you mean 'llmp.providers.NAME.rpm'?");
        known("llmp:\n  retry:\n  allowHttp: true\n  default-provider: mine\nspring: {x: 1}\n");
    }

    @Test
    void aFileThatIsNoYamlIsNamed() throws IOException {
        Files.writeString(directory.resolve("application.yaml"), "llmp: {}\n");
        assertThat(broken("prices.yaml", "llmp:\n  price-list: [\n"))
                .hasMessageContaining(directory.resolve("prices.yaml") + ":3:1: This is not YAML: ");
        assertThat(broken("prices.yaml", "a: 1\nb: 2\na: 3\n"))
                .hasMessageContaining("prices.yaml:")
                .hasMessageContaining("This key is there twice.");
    }

    private Throwable broken(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
        RuntimeException thrown = (RuntimeException) catchThrowable(
                () -> new YamlPropertySourceLoader().load(name, new FileSystemResource(directory.resolve(name))));
        return ConfigurationFiles.explain(thrown, directory);
    }

    private void known(String text) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(loaded(text));
        ConfigurationFiles.requireKnownKeys(environment);
    }

    private PropertySource<?> loaded(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("application.yaml"), text);
        return new YamlPropertySourceLoader()
                .load("application.yaml", new FileSystemResource(file))
                .get(0);
    }

    /** Binds all groups of keys as the program does, and returns what is said of it. */
    private static ProblemException bound(PropertySource<?> source) {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addFirst(source);
        Binder binder = new Binder(ConfigurationPropertySources.from(sources));
        LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
        validator.afterPropertiesSet();
        Throwable thrown = catchThrowable(() -> {
            binder.bindOrCreate("llmp.retry", Bindable.of(RetryPolicy.class), STRICT);
            binder.bind("llmp.providers", Bindable.mapOf(String.class, Endpoint.class), STRICT);
            binder.bind("llmp.prices", Bindable.mapOf(String.class, Price.class), STRICT);
            binder.bind(
                    "llmp.simulator",
                    Bindable.of(SimulatorSettings.class),
                    new ValidationBindHandler(STRICT, validator));
        });
        ProblemException problem = Misconfiguration.in(thrown);
        assertThat(problem).as("what is said of " + thrown).isNotNull();
        return problem;
    }
}
