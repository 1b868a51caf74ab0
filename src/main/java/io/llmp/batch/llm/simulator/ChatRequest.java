package io.llmp.batch.llm.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for a chat completion, as far as the simulator cares.
 *
 * @param key stands for all that may change the answer: equal for requests that mean the same
 * @param wantsJson whether the answer must be JSON, with or without a schema
 * @param schema the JSON schema given in {@code response_format}, or null
 * @param maxTokens bound on the answer's length
 */
record ChatRequest(
        long key,
        String model,
        List<Turn> turns,
        boolean wantsJson,
        @Nullable JsonNode schema,
        int maxTokens) {

    private static final int CHARS_PER_TOKEN = 4;
    private static final int SHORTEST_CACHED_PREFIX = 1_024;

    ChatRequest {
        turns = List.copyOf(turns);
    }

    /** A rough count of the tokens in text of {@code chars} characters. */
    static int tokens(int chars) {
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

    int promptTokens() {
        return tokens(chars(turns));
    }

    /** The tokens of a long prefix that comes with every row, rounded down as OpenAI does. */
    int cachedTokens() {
        int prefix = tokens(chars(turns.subList(0, turns.size() - 1)));
        return prefix < SHORTEST_CACHED_PREFIX ? 0 : prefix / 128 * 128;
    }

    String systemText() {
        StringBuilder text = new StringBuilder();
        for (Turn turn : turns) {
            if (turn.isSystem()) {
                text.append(turn.text()).append('\n');
            }
        }
        return text.toString();
    }

    private static int chars(List<Turn> turns) {
        int chars = 0;
        for (Turn turn : turns) {
            chars += turn.text().length();
        }
        return chars;
    }
}
