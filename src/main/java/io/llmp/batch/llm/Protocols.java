package io.llmp.batch.llm;

import io.llmp.batch.problem.ProblemException;
import java.util.List;

/** Finds the protocol that a provider speaks. */
public final class Protocols {

    private Protocols() {}

    /**
     * Returns the one of {@code protocols} with this name.
     *
     * @throws ProblemException when there is none; names those there are
     */
    public static Protocol named(String name, List<Protocol> protocols) {
        return protocols.stream()
                .filter(protocol -> protocol.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "There is no protocol " + name + ".",
                        "Use one of "
                                + String.join(
                                        ", ",
                                        protocols.stream()
                                                .map(Protocol::name)
                                                .sorted()
                                                .toList())
                                + " in the provider's configuration."));
    }
}
