package io.llmp.batch.simulator;

/** One message of the conversation in a request; a {@code developer} counts as {@code system}. */
record Turn(String role, String text) {

    boolean isSystem() {
        return role.equals("system") || role.equals("developer");
    }

    boolean isUser() {
        return role.equals("user");
    }

    boolean isAssistant() {
        return role.equals("assistant");
    }
}
