package io.llmp.batch.cli.option;

import io.llmp.batch.cli.context.ConfigurationKeys;
import io.llmp.batch.run.spec.SkipLimit;
import io.llmp.batch.run.spec.Tuning;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How fast a run goes and when it gives up: all that may differ when it is resumed. */
@SuppressWarnings("NullAway.Init")
public final class TuningMixin {

    @Spec(Target.MIXEE)
    public CommandSpec spec;

    @Option(names = "--concurrency", paramLabel = "N", description = "Maximum calls in flight.")
    @Nullable
    public Integer concurrency;

    @Option(names = "--rpm", paramLabel = "N", description = "Maximum requests per minute.")
    @Nullable
    public Integer rpm;

    @Option(names = "--tpm", paramLabel = "N", description = "Maximum tokens per minute, prompt and completion.")
    @Nullable
    public Integer tpm;

    @Option(
            names = "--max-skips",
            paramLabel = "N|P%",
            description = "Maximum skipped rows (default: 10%%, from 100 rows on).")
    @Nullable
    String maxSkips;

    @Option(
            names = "--max-cost",
            paramLabel = "USD",
            description = "Maximum total cost of the run; needs maxOutputTokens.")
    @Nullable
    BigDecimal maxCost;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Configuration key, such as llmp.retry.max-attempts=8.")
    public Map<String, String> settings = new LinkedHashMap<>();

    /**
     * Refuses what cannot be used before anything starts.
     *
     * @throws ParameterException when a number or a configuration key makes no sense
     */
    public void check() {
        ConfigurationKeys.check(spec, settings.keySet());
        requirePositive(spec, "--concurrency", concurrency);
        requirePositive(spec, "--rpm", rpm);
        requirePositive(spec, "--tpm", tpm);
        requireDollars(spec, "--max-cost", maxCost);
    }

    static void requireDollars(CommandSpec spec, String option, @Nullable BigDecimal value) {
        if (value != null && value.signum() <= 0) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be above 0 but was " + value.toPlainString() + ".");
        }
    }

    public static void requirePositive(CommandSpec spec, String option, @Nullable Number value) {
        if (value != null && value.longValue() < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1 but was " + value + ".");
        }
    }

    /**
     * Returns what was given.
     *
     * @param more configuration that other options stand for, by key; goes before {@code --set}
     * @throws io.llmp.batch.problem.ProblemException when a limit of skips is none
     */
    public Tuning tuning(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        SkipLimit skips = maxSkips == null ? null : SkipLimit.parse(maxSkips);
        return new Tuning(concurrency, rpm, tpm, skips, maxCost, all);
    }
}
