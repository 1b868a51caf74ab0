package io.llmp.batch.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.dispatch.TokenEstimate;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Templates;
import java.util.Collections;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ExampleWeightTest {

    private static final JobTemplate TRIAGE = Templates.of(Templates.TICKET_TRIAGE);

    @Test
    void aFewExamplesAreNoMatter() {
        assertThat(weight(TRIAGE, 0).warning()).isEmpty();
        assertThat(weight(TRIAGE, 100).warning())
                .as("most of the prompt, but little")
                .isEmpty();
    }

    @Test
    void manyExamplesAreCountedInTokensOfEachRow() {
        String question = "Subject: Locked out\nBody: I cannot log in\n";
        String answer = "{\"team\":\"access\",\"urgency\":4}";
        long tokens = 200L * (question.length() + answer.length()) / 4;

        assertThat(weight(TRIAGE, 200).warning())
                .hasValueSatisfying(warning -> assertThat(warning)
                        .startsWith("its 200 examples cost every row about " + String.format(Locale.ROOT, "%,d", tokens)
                                + " tokens, ")
                        .contains("% of what all rows share")
                        .contains(TokenEstimate.METHOD));
    }

    @Test
    void manyExamplesBesideALongerInstructionAreNoMatter() {
        JobTemplate wordy = Templates.of(Templates.TICKET_TRIAGE.replace(
                "You triage support tickets of a software company.", "word ".repeat(3_000)));

        assertThat(weight(wordy, 200).warning()).isEmpty();
        assertThat(weight(wordy, 300).warning()).isPresent();
    }

    private static ExampleWeight weight(JobTemplate template, int examples) {
        return ExampleWeight.of(
                template.with(Collections.nCopies(examples, template.examples().get(0))));
    }
}
