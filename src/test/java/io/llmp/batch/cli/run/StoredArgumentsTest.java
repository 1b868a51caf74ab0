package io.llmp.batch.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.Samples;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.SkipLimit;
import io.llmp.batch.run.spec.Tuning;
import io.llmp.batch.template.TemplateRef;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredArgumentsTest {

    private static final Run RUN = Samples.run("tickets", 1, Samples.START);

    @Test
    void becomeTheSpecThatTheirCommandMeant() {
        RunSpec spec = StoredArguments.read("""
                {"directory":"/data/of then","arguments":["ticket-triage","--input","in/*.csv","--output=../out.csv",
                 "--model","m","--base-url","http://10.0.0.7:8000/v1","--allow-http","--limit","20","--run-key","night",
                 "--rerun","--no-reuse","--mkdir","--overwrite","--csv-safe","--empty","ok","--charset","ISO-8859-1",
                 "--delimiter",";","--input-format","csv","--concurrency","3","--rpm","60","--tpm","9000",
                 "--max-skips","5%","--max-cost","1.50","--set","llmp.retry.max-attempts=2","--metrics-port","9100",
                 "--json-progress","--confirm-above","5"]}""", RUN);

        assertThat(spec)
                .isEqualTo(new RunSpec(
                        new TemplateRef("ticket-triage", 3),
                        new RunSpec.Input(
                                "/data/of then/in/*.csv", "csv", StandardCharsets.ISO_8859_1, ';', RunSpec.Empty.OK),
                        new RunSpec.Output("/data/of then/../out.csv", "csv-safe", true, true),
                        new RunSpec.Model("openai", "m", URI.create("http://10.0.0.7:8000/v1")),
                        new Tuning(
                                3,
                                60,
                                9000,
                                SkipLimit.parse("5%"),
                                new BigDecimal("1.50"),
                                Map.of(
                                        "llmp.allow-http",
                                        "true",
                                        "llmp.retry.max-attempts",
                                        "2",
                                        "llmp.metrics.port",
                                        "9100")),
                        20L,
                        "night",
                        true,
                        false,
                        true));
    }

    @Test
    void ofASmallCommandLeaveTheRestToTheConfiguration() {
        RunSpec spec = StoredArguments.read(
                "{\"directory\":\"/data\",\"arguments\":[\"ticket-triage@latest\",\"--input\",\"/in.csv\","
                        + "\"--output\",\"out.parquet\"]}",
                RUN);
        assertThat(spec)
                .isEqualTo(new RunSpec(
                        new TemplateRef("ticket-triage", 3),
                        new RunSpec.Input("/in.csv", null, StandardCharsets.UTF_8, ',', RunSpec.Empty.FILES),
                        new RunSpec.Output("/data/out.parquet", null, false, false),
                        new RunSpec.Model("openai", null, null),
                        Tuning.NONE,
                        null,
                        null,
                        false,
                        true,
                        false));
    }

    @Test
    void thatAreDamagedAreRefused() {
        assertThatThrownBy(() -> StoredArguments.read("{\"directory\":", RUN))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("The stored command of run " + RUN.id() + " cannot be read.");
    }
}
