package io.llmp.batch.simulator.request;

/** One message of the conversation in a request; a {@code developer} counts as {@code system}. */
public record Turn(String role, String text) {

    public boolean isSystem() {
        return role.equals("system") || role.equals("developer");
    }

    public boolean isUser() {
        return role.equals("user");
    }

    public boolean isAssistant() {
        return role.equals("assistant");
    }
}
