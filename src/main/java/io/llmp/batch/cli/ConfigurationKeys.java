package io.llmp.batch.cli;

import io.llmp.batch.template.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Looks at the keys of {@code --set}, so that one that nothing reads is not silently without effect. */
final class ConfigurationKeys {

    private static final String PREFIX = "llmp.";

    /** What may follow {@code llmp.}; what follows that is checked where it is read. */
    private static final List<String> GROUPS = List.of(
            "allow-http",
            "default-provider",
            "log",
            "metrics",
            "price-list",
            "prices",
            "providers",
            "retry",
            "run",
            "simulator",
            "store",
            "tracing");

    private ConfigurationKeys() {}

    /** @throws ParameterException when nothing reads a key */
    static void check(CommandSpec spec, Collection<String> keys) {
        for (String key : keys) {
            if (!isKnown(key)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Unknown configuration key '" + key + "' in --set."
                                + meant(key)
                                        .map(near -> " Did you mean '" + near + "'?")
                                        .orElse(" Keys begin with one of " + PREFIX + String.join(", " + PREFIX, GROUPS)
                                                + "."));
            }
        }
    }

    private static boolean isKnown(String key) {
        return key.startsWith(PREFIX) && GROUPS.contains(group(key.substring(PREFIX.length())));
    }

    private static Optional<String> meant(String key) {
        String bare = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
        String group = group(bare);
        return (GROUPS.contains(group) ? Optional.of(group) : Nearest.to(group, GROUPS))
                .map(near -> PREFIX + near + bare.substring(group.length()));
    }

    private static String group(String bare) {
        int end = 0;
        while (end < bare.length() && bare.charAt(end) != '.' && bare.charAt(end) != '[') {
            end++;
        }
        return bare.substring(0, end);
    }
}
