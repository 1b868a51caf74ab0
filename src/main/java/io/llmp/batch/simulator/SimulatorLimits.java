package io.llmp.batch.simulator;

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
        check("rpm", rpm);
        check("tpm", tpm);
        check("inputTpm", inputTpm);
        check("outputTpm", outputTpm);
        check("rpd", rpd);
        check("concurrency", concurrency);
    }

    private static void check(String name, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException(name + " must be at least 0 but was " + limit);
        }
    }
}
