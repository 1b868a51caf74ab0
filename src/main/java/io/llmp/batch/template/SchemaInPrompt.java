package io.llmp.batch.template;

import java.util.Locale;

/** Whether the messages of a request say what its answer must look like. */
public enum SchemaInPrompt {
    /** Where the provider does not show the model the schema that it is given beside the messages. */
    AUTO,
    ALWAYS,
    NEVER;

    /** Returns the word for it in a template. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
