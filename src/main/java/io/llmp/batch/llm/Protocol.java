package io.llmp.batch.llm;

import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A wire format that providers speak. Safe for use by many threads. */
public interface Protocol {

    /** Name by which a provider's configuration chooses it, for instance {@code openai}. */
    String name();

    /** Opens a client for {@code provider}; makes no call. */
    ModelClient connect(Provider provider);

    /** Returns how many tokens the beginning of a request must have for {@code model} to keep it for later ones. */
    int minCacheableTokens(Provider provider, String model);

    /** Returns the body that a first call would send {@code provider} for {@code request}; makes no call, holds no key. */
    JsonNode body(Provider provider, ModelRequest request);

    /**
     * Returns what makes of a request that which {@code provider} bills of a first call for it: the messages as they are sent,
     * and the output schema only where the provider puts it before the model. Quick for many requests of one schema.
     */
    UnaryOperator<ModelRequest> billing(Provider provider);
}
