package io.llmp.batch.simulator.request;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for an answer, as the simulator sees it.
 *
 * @param key stands for all that may change the answer: equal for requests that mean the same
 * @param wantsJson whether the answer must be JSON, with or without a schema
 * @param schema the JSON schema the request gives for the answer, or null
 * @param tool name of the tool whose input the answer is to be, or null when it is to be text
 * @param maxTokens bound on the answer's length
 * @param cacheable how many of the first turns may be kept in the prompt cache
 */
public record ChatRequest(
        long key,
        String model,
        List<Turn> turns,
        boolean wantsJson,
        @Nullable JsonNode schema,
        @Nullable String tool,
        int maxTokens,
        int cacheable) {

    private static final int CHARS_PER_TOKEN = 4;

    public ChatRequest {
        turns = List.copyOf(turns);
    }

    /** A rough count of the tokens in text of {@code chars} characters. */
    public static int tokens(int chars) {
        return (chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    }

    /** The longest text of at most {@code tokens} tokens that {@code text} starts with. */
    static String cut(String text, int tokens) {
        if (tokens(text.length()) <= tokens) {
            return text;
        }
        int end = tokens * CHARS_PER_TOKEN;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    public int promptTokens() {
        return promptTokens(turns.size());
    }

    /** The tokens of the first {@code count} turns. */
    public int promptTokens(int count) {
        // OpenAI and Anthropic put the schema before the model, and bill it as part of the prompt ("Structured
        // outputs").
        int chars = schema == null ? 0 : schema.toString().length();
        for (Turn turn : turns.subList(0, count)) {
            chars += turn.text().length();
        }
        return tokens(chars);
    }

    public String systemText() {
        StringBuilder text = new StringBuilder();
        for (Turn turn : turns) {
            if (turn.isSystem()) {
                text.append(turn.text()).append('\n');
            }
        }
        return text.toString();
    }
}
