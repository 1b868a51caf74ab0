package io.llmp.batch.llm;

/** A wire format that providers speak. */
public interface Protocol {

    /** Name by which a provider's configuration chooses it, for instance {@code openai}. */
    String name();

    /** Opens a client for {@code provider}; makes no call. */
    ModelClient connect(Provider provider);
}
