package io.llmp.batch.llm;

/** How a provider is made to answer by a schema, the most reliable first. Whatever the form, answers are checked here too. */
public enum AnswerForm {
    /** The provider lets nothing pass that breaks the schema. */
    STRICT_SCHEMA,
    /** The provider is given the schema and may break it. */
    SCHEMA,
    /** The provider promises JSON of any shape. */
    JSON_OBJECT,
    /** The messages alone say what is wanted. */
    INSTRUCTION;

    /** Whether the provider is given the schema beside the messages. */
    public boolean givesSchema() {
        return this == STRICT_SCHEMA || this == SCHEMA;
    }
}
