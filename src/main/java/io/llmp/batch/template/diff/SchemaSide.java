package io.llmp.batch.template.diff;

/** Which way values go through a schema, and so whom a change concerns: rows go in, answers come out to their readers. */
enum SchemaSide {
    INPUT("input", "rows that were accepted may be refused"),
    OUTPUT("output", "readers may meet what they do not know");

    private final String part;
    private final String harm;

    SchemaSide(String part, String harm) {
        this.part = part;
        this.harm = harm;
    }

    /** The key of a template file. */
    String part() {
        return part;
    }

    /** Returns the change by its effect on values: what goes in must not be refused, what comes out must be known. */
    Change.Schema change(String path, Effect effect, String message) {
        return harmless(effect) ? compatible(path, message) : breaking(path, message, harm);
    }

    private boolean harmless(Effect effect) {
        return effect == (this == INPUT ? Effect.WIDER : Effect.NARROWER);
    }

    Change.Schema compatible(String path, String message) {
        return new Change.Schema(part, path, Compatibility.COMPATIBLE, message);
    }

    Change.Schema breaking(String path, String message, String harm) {
        return new Change.Schema(part, path, Compatibility.BREAKING, message + "; " + harm);
    }
}
