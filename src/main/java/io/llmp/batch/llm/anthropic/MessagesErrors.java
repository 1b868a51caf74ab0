package io.llmp.batch.llm.anthropic;

import io.llmp.batch.llm.http.WireReply;
import java.util.List;
import java.util.Set;

/** Recognizes the errors by which a server refuses the form of answer it was asked for. */
final class MessagesErrors {

    private static final Set<Integer> REFUSING = Set.of(400, 404, 422);
    /** How the API, and servers that know less of it, name the form when they refuse it. */
    private static final List<String> FORM_WORDS = List.of(
            "output_config",
            "output_format",
            "output format",
            "structured output",
            "grammar",
            "schema is too complex",
            "tool_choice",
            "input_schema",
            "tools: ",
            "tools.");

    private MessagesErrors() {}

    static boolean refusesForm(WireReply reply) {
        return REFUSING.contains(reply.status()) && !reply.isTooLong() && reply.says(FORM_WORDS);
    }
}
