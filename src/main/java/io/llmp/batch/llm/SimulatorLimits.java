package io.llmp.batch.llm;

import java.util.stream.IntStream;

/**
 * What a simulated provider lets through; 0 for no limit.
 *
 * @param rpm requests a minute
 * @param tpm tokens a minute, of prompts and answers
 * @param inputTpm tokens a minute of prompts, those from the prompt cache not counted
 * @param outputTpm tokens a minute of answers
 * @param rpd requests a day
 * @param concurrency requests at once
 */
public record SimulatorLimits(int rpm, int tpm, int inputTpm, int outputTpm, int rpd, int concurrency) {

    public SimulatorLimits {
        int least = IntStream.of(rpm, tpm, inputTpm, outputTpm, rpd, concurrency)
                .min()
                .orElse(0);
        if (least < 0) {
            throw new IllegalArgumentException("a limit must be at least 0 but was " + least);
        }
    }
}
