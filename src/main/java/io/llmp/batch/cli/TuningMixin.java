package io.llmp.batch.cli;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How fast a run goes and when it gives up: all that may differ when it is gone on with. */
@SuppressWarnings("NullAway.Init")
final class TuningMixin {

    @Spec(Target.MIXEE)
    CommandSpec spec;

    @Option(names = "--concurrency", paramLabel = "N", description = "Calls in flight at once.")
    @Nullable
    Integer concurrency;

    @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute.")
    @Nullable
    Integer rpm;

    @Option(names = "--tpm", paramLabel = "N", description = "Tokens a minute, prompt and completion together.")
    @Nullable
    Integer tpm;

    @Option(
            names = "--max-skips",
            paramLabel = "N|P%",
            description =
                    "End the run when more items than this are skipped (default: 10%%, judged from 100 items on).")
    @Nullable
    String maxSkips;

    @Option(
            names = "--max-cost",
            paramLabel = "USD",
            description = {
                "Stop before the run has cost more than this, earlier executions included. No call is made whose worst"
                        + " case could pass it: bound that by maxOutputTokens in the template.",
                "Raise it and run the same command again to go on."
            })
    @Nullable
    BigDecimal maxCost;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A configuration key for this run, such as llmp.retry.max-attempts=8.")
    Map<String, String> settings = new LinkedHashMap<>();

    /** @throws ParameterException when a number or a configuration key makes no sense */
    void check() {
        ConfigurationKeys.check(spec, settings.keySet());
        requirePositive(spec, "--concurrency", concurrency);
        requirePositive(spec, "--rpm", rpm);
        requirePositive(spec, "--tpm", tpm);
        requireDollars(spec, "--max-cost", maxCost);
    }

    static void requireDollars(CommandSpec spec, String option, @Nullable BigDecimal value) {
        if (value != null && value.signum() <= 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '" + option + "': must be above 0 but was " + value.toPlainString());
        }
    }

    static void requirePositive(CommandSpec spec, String option, @Nullable Number value) {
        if (value != null && value.longValue() < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '" + option + "': must be at least 1 but was " + value);
        }
    }

    /** Takes from {@code given} whatever it says. */
    void override(TuningMixin given) {
        concurrency = given.concurrency == null ? concurrency : given.concurrency;
        rpm = given.rpm == null ? rpm : given.rpm;
        tpm = given.tpm == null ? tpm : given.tpm;
        maxSkips = given.maxSkips == null ? maxSkips : given.maxSkips;
        maxCost = given.maxCost == null ? maxCost : given.maxCost;
        settings.putAll(given.settings);
    }
}
