package io.llmp.batch.llm.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the field of a request that a server refuses by its name, such as a temperature that a model does not take. */
final class RefusedField {

    /** What every request has, and the forms of answers, which are refused in ways of their own. */
    private static final Set<String> NOT_SETTINGS = Set.of(
            "model",
            "messages",
            "system",
            "stream",
            "response_format",
            "output_config",
            "output_format",
            "tools",
            "tool_choice");

    private static final Set<String> CODES =
            Set.of("unsupported_value", "unsupported_parameter", "unknown_parameter", "extra_forbidden");

    private static final List<String> WORDS = List.of(
            "not support",
            "unsupported",
            "deprecated",
            "not permitted",
            "not allowed",
            "unrecognized",
            "unknown",
            "unexpected",
            "extra inputs",
            "extra fields");

    private RefusedField() {}

    /**
     * Returns the refused field.
     *
     * @param body makes the request's body; not asked for errors that can name no field, as in a storm of throttles
     * @return null when the error is about something else
     */
    static @Nullable String of(WireReply error, Supplier<? extends JsonNode> body) {
        if (error.status() != 400 && error.status() != 422) {
            return null;
        }
        String param = error.error().path("param").asString("");
        for (String name : body.get().propertyNames()) {
            boolean setting = !NOT_SETTINGS.contains(name);
            if (setting && ((param.equals(name) && error.hasCode(CODES)) || isRefused(name, error))) {
                return name;
            }
        }
        return null;
    }

    private static boolean isRefused(String name, WireReply error) {
        String quoted = Pattern.quote(name.toLowerCase(Locale.ROOT));
        Pattern named = Pattern.compile("['\"`]" + quoted + "['\"`]|\\bbody\\." + quoted + "\\b|^" + quoted + "\\b");
        return error.says(WORDS)
                && named.matcher(error.errorWords().toLowerCase(Locale.ROOT)).find();
    }
}
