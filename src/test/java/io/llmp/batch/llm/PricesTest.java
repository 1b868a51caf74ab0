package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;

/** The prices that come with the program, and those of the user. */
class PricesTest {

    @TempDir
    private Path directory;

    @Test
    void everyPriceOfTheProgramSaysWhenAndWhere() {
        try (ConfigurableApplicationContext context = context(Path.of("config"))) {
            Map<String, Price> list = new TreeMap<>(Binder.get(context.getEnvironment())
                    .bind("llmp.price-list", Bindable.mapOf(String.class, Price.class))
                    .get());
            assertThat(list).containsKeys("gpt-5-mini", "claude-haiku-4-5");
            assertThat(list).allSatisfy((model, price) -> {
                assertThat(price.asOf()).isAfter(LocalDate.of(2026, 1, 1));
                assertThat(String.valueOf(price.source())).startsWith("https://");
                assertThat(price.currency()).isEqualTo("USD");
                assertThat(price.batch()).isNotNull();
                assertThat(price.cached()).isLessThan(price.input());
            });
            assertThat(price(context, "claude-haiku-4-5"))
                    .extracting(price -> price == null ? null : price.cacheWrite())
                    .isEqualTo(new BigDecimal("1.25"));
            assertThat(price(context, "gpt-unheard-of")).as("unknown, not free").isNull();
        }
    }

    @Test
    void anEntryOfTheUserStandsForAWholeOne() throws IOException {
        Files.copy(Path.of("config/prices.yaml"), directory.resolve("prices.yaml"));
        configure("prices: {'[claude-haiku-4-5]': {input: 9, cached: 8, output: 7}}", true);
        try (ConfigurableApplicationContext context = context(directory)) {
            assertThat(price(context, "claude-haiku-4-5"))
                    .isEqualTo(new Price(new BigDecimal("9"), new BigDecimal("8"), new BigDecimal("7")));
            assertThat(price(context, "claude-opus-4-5")).isNotNull();
        }
    }

    @Test
    void aDirectoryNeedNotHaveThePrices() throws IOException {
        configure("default-provider: p", true);
        try (ConfigurableApplicationContext context = context(directory)) {
            assertThat(price(context, "gpt-5-mini")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input: 1, cached: 1, ouput: 1 | output must be given",
                "input: 1, cached: 1, output: 1, cache-wirte: 2 | cache-wirte",
                "input: 1, cached: 1, output: -1 | output must be at least 0",
                "input: 1, cached: 1, output: 1, batch: 0 | batch must be above 0",
                "input: 1, cached: 1, output: 1, currency: EUR | currency must be USD but was EUR",
            })
    void anEntryThatMakesNoSenseIsRefused(String entry, String problem) throws IOException {
        configure("prices: {m: {" + entry + "}}", false);
        assertThatThrownBy(() -> context(directory)).satisfies(failure -> {
            Throwable cause = failure;
            while (!(cause instanceof BindException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            assertThat(cause).isInstanceOf(BindException.class).hasStackTraceContaining(problem);
        });
    }

    private void configure(String keys, boolean imported) throws IOException {
        String yaml = (imported ? "spring: {config: {import: 'optional:prices.yaml'}}\n" : "") + "llmp:\n  " + keys
                + "\n  providers: {p: {base-url: 'http://127.0.0.1:1'}}\n";
        Files.writeString(directory.resolve("application.yaml"), yaml);
    }

    private static @Nullable Price price(ConfigurableApplicationContext context, String model) {
        Providers providers = context.getBean(Providers.class);
        String provider = context.getEnvironment().getProperty("llmp.providers.p.base-url") == null ? "openai" : "p";
        return providers
                .preview(new ModelSelection(provider, model, null, null, null, null))
                .price();
    }

    private static ConfigurableApplicationContext context(Path configuration) {
        SpringApplication application = new SpringApplication(LlmConfiguration.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(
                "--spring.main.banner-mode=off",
                "--logging.level.root=off",
                "--spring.config.location=file:" + configuration.toAbsolutePath() + "/");
    }
}
