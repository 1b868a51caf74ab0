package io.llmp.batch.run.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.record.Samples;
import io.llmp.batch.template.TemplateRef;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSpecTest {

    private static final Run RUN = Samples.run("tickets", 1, Samples.START);

    @Test
    void isKeptForTheVersionAndTheProviderOfItsRunWithAbsolutePaths() {
        RunSpec kept = RunSpecs.bare().keptWith(RUN);
        assertThat(kept.template()).isEqualTo(new TemplateRef("ticket-triage", 3));
        assertThat(kept.model()).isEqualTo(new RunSpec.Model("openai", null, null));
        assertThat(kept.input().path()).isEqualTo(absolute("in.csv"));
        assertThat(kept.output().path()).isEqualTo(absolute("out.csv"));
        assertThat(kept.keptWith(RUN)).isEqualTo(kept);
    }

    @Test
    void keepsGlobsAndPathsThatAreAbsolute() {
        RunSpec spec = RunSpecs.full();
        assertThat(spec.keptWith(RUN)).isEqualTo(spec);
    }

    @Test
    void keepsTheWholeNameOfARunThatIsItsInput() {
        RunIdentity identity = RUN.identity();
        String name = "run:53cff09b08?status=SKIPPED";
        Run run = Samples.run(
                new RunIdentity(identity.provenance(), name, identity.fingerprint(), identity.output(), null, null),
                1,
                Samples.START);
        RunSpec bare = RunSpecs.bare();
        RunSpec asked = new RunSpec(
                bare.template(),
                new RunSpec.Input("run:53cf?status=skipped", null, StandardCharsets.UTF_8, ',', RunSpec.Empty.FILES),
                bare.output(),
                bare.model(),
                bare.tuning(),
                null,
                null,
                false,
                false,
                false);

        assertThat(asked.keptWith(run).input().path()).isEqualTo(name);
        assertThat(asked.keptWith(run).keptWith(run)).isEqualTo(asked.keptWith(run));
    }

    private static String absolute(String file) {
        return Path.of("").toAbsolutePath().resolve(file).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "llmp.store.password, geheim, false",
        "llmp.store.pass-Word, geheim, false",
        "llmp.store.password-file, /run/secrets/store, true",
        "llmp.store.url, jdbc:postgresql://someone:geheim@db3/llmp, false",
        "llmp.store.url, jdbc:postgresql://db3/llmp?password=geheim, false",
        "llmp.store.url, jdbc:postgresql://db3/llmp, true",
        "llmp.metrics.otlp-headers.Authorization, Bearer geheim, false",
        "llmp.tracing.otlpHeaders.x-key, geheim, false",
        "llmp.metrics.push-url, https://someone:geheim@push.example.com, false",
        "llmp.metrics.push-url, https://push.example.com/metrics?token=geheim, false",
        "llmp.metrics.push-url, https://push.example.com, true",
        "llmp.providers.acme.key-variable, ACME_KEY, true",
        "llmp.retry.max-attempts, 8, true"
    })
    void keepsNoSecrets(String key, String value, boolean kept) {
        Tuning tuning = new Tuning(null, null, null, null, null, Map.of(key, value));
        assertThat(RunSpecs.bare().with(tuning).keptWith(RUN).tuning().settings())
                .isEqualTo(kept ? Map.of(key, value) : Map.of());
    }

    @Test
    void takesWhateverIsSaidOfItsTuning() {
        RunSpec full = RunSpecs.full();
        assertThat(full.with(Tuning.NONE)).isEqualTo(full);
        Tuning changes = new Tuning(
                1, 2, 3, SkipLimit.parse("4"), new BigDecimal("5"), Map.of("llmp.retry.max-attempts", "6", "a", "7"));
        RunSpec changed = full.with(changes);
        assertThat(changed.tuning())
                .isEqualTo(new Tuning(
                        1,
                        2,
                        3,
                        SkipLimit.parse("4"),
                        new BigDecimal("5"),
                        Map.of("llmp.retry.max-attempts", "6", "a", "7", "llmp.simulator.latency", "1ms")));
        assertThat(changed.input()).isEqualTo(full.input());
    }

    @Test
    void withoutALimitOfSkipsTheDefaultHolds() {
        assertThat(Tuning.NONE.skipLimit()).isEqualTo(SkipLimit.DEFAULT);
        assertThat(RunSpecs.full().tuning().skipLimit()).isEqualTo(SkipLimit.parse("2.5%"));
    }
}
