package io.llmp.batch.template;

/**
 * One turn of the conversation with a model.
 *
 * @param content text, unbounded, in the user's own words where it comes from a row
 */
public record Message(Role role, String content) {

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }
}
