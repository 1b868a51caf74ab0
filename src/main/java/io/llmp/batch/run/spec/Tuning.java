package io.llmp.batch.run.spec;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may differ from one execution of a run to the next, null where nothing is said.
 *
 * @param concurrency calls in flight at once, at least 1
 * @param rpm requests a minute, at least 1
 * @param tpm prompt and completion tokens a minute, at least 1
 * @param maxSkips how many skipped items are too many
 * @param maxCost US dollars that all executions of the run may cost together, above 0
 * @param settings configuration by key, which precedes that of files and of the environment; whoever opens the application
 *     for the run puts it in place
 */
public record Tuning(
        @Nullable Integer concurrency,
        @Nullable Integer rpm,
        @Nullable Integer tpm,
        @Nullable SkipLimit maxSkips,
        @Nullable BigDecimal maxCost,
        Map<String, String> settings) {

    /** Says nothing. */
    public static final Tuning NONE = new Tuning(null, null, null, null, null, Map.of());

    public Tuning {
        settings = Map.copyOf(settings);
    }

    public SkipLimit skipLimit() {
        return maxSkips == null ? SkipLimit.DEFAULT : maxSkips;
    }

    Tuning overriddenBy(Tuning changes) {
        Map<String, String> both = new LinkedHashMap<>(settings);
        both.putAll(changes.settings);
        return new Tuning(
                changes.concurrency == null ? concurrency : changes.concurrency,
                changes.rpm == null ? rpm : changes.rpm,
                changes.tpm == null ? tpm : changes.tpm,
                changes.maxSkips == null ? maxSkips : changes.maxSkips,
                changes.maxCost == null ? maxCost : changes.maxCost,
                both);
    }

    Tuning withoutSecrets() {
        Map<String, String> open = new LinkedHashMap<>(settings);
        open.entrySet().removeIf(setting -> SecretSettings.holdsOne(setting.getKey(), setting.getValue()));
        return new Tuning(concurrency, rpm, tpm, maxSkips, maxCost, open);
    }
}
