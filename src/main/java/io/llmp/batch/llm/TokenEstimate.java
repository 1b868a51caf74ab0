package io.llmp.batch.llm;

import io.llmp.batch.template.Message;

/**
 * Guesses how many tokens a call will use, to set them aside before it is made; the real number is settled after it.
 * Characters divided by four for the prompt (OpenAI's rule of thumb for English), and for the answer a running mean of those
 * seen. Safe for use by many threads.
 */
final class TokenEstimate {

    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final double FIRST_GUESS = 200;
    private static final double WEIGHT_OF_NEWEST = 0.05;

    private volatile double completion = FIRST_GUESS;

    long tokens(ModelRequest request) {
        long characters = 0;
        for (Message message : request.messages()) {
            characters += message.content().length();
        }
        return characters / CHARACTERS_PER_TOKEN + (long) completion;
    }

    /** Takes a real usage into the mean. Updates that meet may lose one another, which does no harm to a guess. */
    void learn(Usage usage) {
        double before = completion;
        completion = before + WEIGHT_OF_NEWEST * (usage.completionTokens() - before);
    }
}
