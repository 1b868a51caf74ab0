package io.llmp.batch.run.test;

import io.llmp.batch.llm.Provider;
import java.util.List;

/**
 * What a template's examples were answered with in a test.
 *
 * @param provider who was asked
 * @param model the provider's name of the model
 */
public record TestResult(Provider provider, String model, List<TestedExample> examples) {

    public TestResult {
        examples = List.copyOf(examples);
    }
}
