package io.llmp.batch.dispatch;

import io.llmp.batch.limit.Use;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.template.Message;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Foresees how many tokens a call will use, to set them aside before it is made; the real number is settled after it. Learns
 * from the calls that were answered, which all have one template: how many characters make a token of the prompt, and how
 * long answers are. Not safe for use by several threads.
 */
public final class TokenEstimate {

    /** OpenAI's rule of thumb for English ("What are tokens and how to count them?"). */
    private static final int FIRST_CHARACTERS_PER_TOKEN = 4;

    /** Bytes in UTF-8, and not characters, so that scripts that take more tokens for a character count for more. */
    private static final int BYTES_PER_TOKEN = 4;

    /** How {@link #prompt} estimates, in words. */
    public static final String METHOD = "bytes divided by " + BYTES_PER_TOKEN;

    private static final double FIRST_ANSWER = 200;
    private static final double LEAST_WEIGHT = 0.05;

    private double promptCharacters = FIRST_CHARACTERS_PER_TOKEN;
    private double promptTokens = 1;
    private double answerTokens = FIRST_ANSWER;
    private long learned;

    TokenEstimate() {}

    /** Returns how many tokens messages and schema of {@code request} may be, before anything was learned. */
    public static long prompt(ModelRequest request) {
        ObjectNode schema = request.outputSchema();
        long bytes = schema == null ? 0 : bytes(schema.toString());
        for (Message message : request.messages()) {
            bytes += bytes(message.content());
        }
        return bytes / BYTES_PER_TOKEN;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns how many characters a request has to be read for. */
    static long characters(ModelRequest request) {
        ObjectNode schema = request.outputSchema();
        long characters = schema == null ? 0 : schema.toString().length();
        for (Message message : request.messages()) {
            characters += message.content().length();
        }
        return characters;
    }

    /**
     * Returns the tokens a call will probably use.
     *
     * @param bound most tokens of the answer, or null for no bound
     * @param dollars the most the call can cost
     */
    Use foresee(long characters, @Nullable Integer bound, BigDecimal dollars) {
        long prompt = (long) Math.ceil(characters * promptTokens / promptCharacters);
        long answer = (long) Math.ceil(answerTokens);
        return new Use(prompt, 0, bound == null ? answer : Math.min(answer, bound), dollars);
    }

    /** Takes a real usage into the means: all weigh the same at first, later the newest more. */
    void learn(long characters, Usage usage) {
        double weight = Math.max(LEAST_WEIGHT, 1.0 / ++learned);
        answerTokens += weight * (usage.completionTokens() - answerTokens);
        if (characters > 0 && usage.promptTokens() > 0) {
            promptCharacters += weight * (characters - promptCharacters);
            promptTokens += weight * (usage.promptTokens() - promptTokens);
        }
    }
}
