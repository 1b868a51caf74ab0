package io.llmp.batch.run.spec;

import io.llmp.batch.template.TemplateRef;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Specs to test with. */
final class RunSpecs {

    private RunSpecs() {}

    /** Says something about everything. */
    static RunSpec full() {
        return new RunSpec(
                new TemplateRef("ticket-triage", 3),
                new RunSpec.Input("/dätä/in \"1\"/*.csv", "csv", StandardCharsets.ISO_8859_1, '\t', RunSpec.Empty.OK),
                new RunSpec.Output("/out/a b.csv", "csv-safe", true, true),
                new RunSpec.Model("openai", "gpt-5-mini", URI.create("https://gateway.example.com/v1")),
                new Tuning(
                        8,
                        500,
                        2_000_000_000,
                        SkipLimit.parse("2.5%"),
                        new BigDecimal("0.10"),
                        Map.of("llmp.retry.max-attempts", "8", "llmp.simulator.latency", "1ms")),
                5_000_000_000L,
                "night's \"run\"",
                true,
                true,
                true);
    }

    /** Says as little as possible. */
    static RunSpec bare() {
        return new RunSpec(
                new TemplateRef("t", null),
                new RunSpec.Input("in.csv", null, StandardCharsets.UTF_8, ',', RunSpec.Empty.FILES),
                new RunSpec.Output("out.csv", null, false, false),
                new RunSpec.Model(null, null, null),
                Tuning.NONE,
                null,
                null,
                false,
                false,
                false);
    }
}
