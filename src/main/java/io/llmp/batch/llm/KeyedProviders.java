package io.llmp.batch.llm;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The providers whose keys are set in the environment, which decide where nothing names a provider.
 *
 * @param all variables that hold keys, by provider
 * @param set those of them that are set
 */
record KeyedProviders(SortedMap<String, String> all, SortedMap<String, String> set) {

    static KeyedProviders of(Map<String, Endpoint> endpoints, Map<String, String> environment) {
        SortedMap<String, String> all = new TreeMap<>();
        endpoints.forEach((name, endpoint) -> {
            if (endpoint.keyVariable() != null) {
                all.put(name, endpoint.keyVariable());
            }
        });
        SortedMap<String, String> set = new TreeMap<>(all);
        set.values().removeIf(variable -> environment.getOrDefault(variable, "").isBlank());
        return new KeyedProviders(all, set);
    }

    /**
     * Returns the only provider whose key is set.
     *
     * @throws ProblemException when there is none, or more than one
     */
    String only() {
        if (set.size() == 1) {
            return set.firstKey();
        }
        if (set.isEmpty()) {
            throw ProblemException.invalid(
                    "No provider is named, and no provider's key is set (" + variables(all) + ").",
                    "Set the key of one, or name one by " + Setting.PROVIDER
                            + " or model.provider in the template. For a trial without a" + " key, give "
                            + Setting.PROVIDER.to(Providers.SIMULATOR) + ": its answers are random.");
        }
        throw ProblemException.invalid(
                "No provider is named, and the keys of several are set (" + variables(set) + ").",
                "Name one by " + named(set.keySet()) + " or model.provider in the"
                        + " template. For a trial at no cost, give " + Setting.PROVIDER.to(Providers.SIMULATOR)
                        + ": its answers are random.");
    }

    private static String named(Collection<String> providers) {
        return providers.stream().map(Setting.PROVIDER::to).collect(Collectors.joining(", "));
    }

    private static String variables(SortedMap<String, String> providers) {
        return providers.entrySet().stream()
                .map(provider -> provider.getValue() + " for " + provider.getKey())
                .collect(Collectors.joining(", "));
    }
}
