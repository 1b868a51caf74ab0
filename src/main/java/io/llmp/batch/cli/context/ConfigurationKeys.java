package io.llmp.batch.cli.context;

import io.llmp.batch.problem.Nearest;
import io.llmp.batch.problem.ProblemException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The configuration keys that there are, so that one that nothing reads is not silently without effect. */
public final class ConfigurationKeys {

    /** What all keys of ours begin with. */
    static final String PREFIX = "llmp.";

    /** What follows {@code llmp.}, and a whole key of it; what is below a group is checked where it is read. */
    private static final SortedMap<String, String> KEYS = new TreeMap<>(Map.ofEntries(
            Map.entry("allow-http", "allow-http"),
            Map.entry("default-provider", "default-provider"),
            Map.entry("metrics", "metrics.port"),
            Map.entry("price-list", "price-list.MODEL.input"),
            Map.entry("prices", "prices.MODEL.input"),
            Map.entry("providers", "providers.NAME.rpm"),
            Map.entry("retry", "retry.max-attempts"),
            Map.entry("run", "run.stop-grace"),
            Map.entry("simulator", "simulator.latency"),
            Map.entry("store", "store.patience"),
            Map.entry("tracing", "tracing.sample")));

    private static final Pattern PART = Pattern.compile("\\[[^\\]]*\\]|[^.\\[\\]]+");

    /** Keys that the program sets itself, and what people use instead. */
    private static final Map<String, String> OWN = Map.of(
            "llmp.store.home",
            "Set LLMP_HOME instead.",
            "llmp.log.format",
            "Use --log-format instead.",
            "llmp.log.terminal",
            "Use --verbose instead.");

    private ConfigurationKeys() {}

    /**
     * Refuses keys that nothing reads.
     *
     * @throws ParameterException when nothing reads a key of {@code --set}
     */
    public static void check(CommandSpec spec, Collection<String> keys) {
        for (String key : keys) {
            fault(key).ifPresent(fault -> {
                throw new ParameterException(spec.commandLine(), fault + " Check --set.");
            });
        }
    }

    /**
     * Checks a key of a file.
     *
     * @param place where it is, as a sentence about it begins
     * @throws ProblemException when nothing reads it
     */
    public static void check(String key, String place) {
        fault(key).ifPresent(fault -> {
            throw ProblemException.invalid(place + fault, "Correct or remove it there.");
        });
    }

    private static Optional<String> fault(String key) {
        String own = OWN.get(key);
        if (own != null) {
            return Optional.of("The configuration key '" + key + "' cannot be set. " + own);
        }
        String bare = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
        String group = group(bare);
        boolean known = key.startsWith(PREFIX) && KEYS.containsKey(plain(group)) && isComplete(bare, group);
        return known ? Optional.empty() : Optional.of("Unknown configuration key '" + key + "'." + meant(bare));
    }

    /** Whether as much follows the group as there is in its example. */
    private static boolean isComplete(String bare, String group) {
        int size = size(example(group));
        return size == 1 ? bare.equals(group) : size(bare) >= size;
    }

    private static String meant(String bare) {
        String group = group(bare);
        Optional<String> near = KEYS.containsKey(plain(group)) ? Optional.of(group) : Nearest.to(group, KEYS.keySet());
        if (near.isEmpty()) {
            return " Keys begin with " + PREFIX + String.join(", " + PREFIX, KEYS.keySet()) + ".";
        }
        String meant = near.get() + bare.substring(group.length());
        return " Did you mean '" + PREFIX + (isComplete(meant, near.get()) ? meant : example(near.get())) + "'?";
    }

    /** Returns a whole key of a group that is known. */
    private static String example(String group) {
        return KEYS.getOrDefault(plain(group), group);
    }

    private static String group(String bare) {
        Matcher first = PART.matcher(bare);
        return first.lookingAt() ? first.group() : "";
    }

    private static int size(String bare) {
        return (int) PART.matcher(bare).results().count();
    }

    /** Spring takes {@code allowHttp} for {@code allow-http}. */
    private static String plain(String group) {
        return group.replaceAll("([a-z])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
