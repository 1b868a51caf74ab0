package io.llmp.batch.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateDigestTest {

    private static final String TEMPLATE = Templates.TICKET_TRIAGE;

    @Test
    void isTheSameForEver() {
        assertThat(digest(TEMPLATE)).isEqualTo("a965240ce1520261fbfe31c1b3e2efd3adc0486f0f785d35ec61d7923f056bcb");
    }

    @Test
    void ignoresLayoutCommentsKeyOrderAndTheSpellingOfNumbers() {
        String other = """
                # Another hand wrote this.
                "repairs": 2
                model: { maxOutputTokens: 0xC8, temperature: 0.00, name: 'gpt-5-mini', provider: openai }
                examples:
                  - output:
                      urgency: 4.0
                      team: access
                    input: {body: "I cannot log in", subject: "Locked out"}
                output: {properties: {urgency: {maximum: 5.0, minimum: 1, type: integer},
                  team: {enum: [billing, access, bug, sales]}}, additionalProperties: false, required: [team, urgency], type: object}
                input: {type: object, properties: {body: {type: string}, subject: {type: string}}, required: [subject, body]}
                prompt: "Subject: {{subject}}\\nBody: {{body}}\\n"
                instruction: "You triage support tickets of a software company.\\n"
                key: ticket_id
                description: Route a support ticket to the team that owns it.
                name: ticket-triage
                """;

        assertThat(digest(other)).isEqualTo(digest(TEMPLATE));
        assertThat(digest(TEMPLATE.replace("repairs: 2\n", "")))
                .as("a default written down")
                .isEqualTo(digest(TEMPLATE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ticket-triage | ticket-triag",
                "Route a | Send a",
                "You triage | You sort",
                "Body: {{ | Text: {{",
                "ticket_id | id",
                "billing, access | access, billing",
                "maximum: 5 | maximum: 6",
                "urgency: 4 | urgency: 5",
                "temperature: 0 | temperature: 0.1",
                "repairs: 2 | repairs: 3"
            })
    void changesWithEverythingElse(String from, String to) {
        assertThat(digest(TEMPLATE.replace(from, to))).isNotEqualTo(digest(TEMPLATE));
    }

    @Test
    void schemaInPromptCountsUnlessItIsTheDefault() {
        String settings = "name: gpt-5-mini";
        assertThat(TEMPLATE).contains(settings);
        assertThat(digest(TEMPLATE.replace(settings, settings + ", schemaInPrompt: auto")))
                .isEqualTo(digest(TEMPLATE));
        assertThat(digest(TEMPLATE.replace(settings, settings + ", schemaInPrompt: never")))
                .isNotEqualTo(digest(TEMPLATE));
    }

    @Test
    void primingMakesAVersionOfItsOwnButNoOtherAnswers() {
        TemplateVersion plain = version(TEMPLATE);
        TemplateVersion primed = version(TEMPLATE.replace("temperature: 0", "temperature: 0, cache: prime"));

        assertThat(primed.digest()).isNotEqualTo(plain.digest());
        assertThat(primed.answerDigest()).isEqualTo(plain.answerDigest()).isEqualTo(plain.digest());
        assertThat(version(TEMPLATE.replace("temperature: 0", "temperature: 1, cache: prime"))
                        .answerDigest())
                .isNotEqualTo(plain.answerDigest());
    }

    @Test
    void headersMakeOtherAnswersAndPrimingBesideThemDoesNot() {
        TemplateVersion plain = version(TEMPLATE);
        TemplateVersion one = version(TEMPLATE.replace("temperature: 0", "temperature: 0, headers: {x-beta: one}"));
        TemplateVersion two = version(TEMPLATE.replace("temperature: 0", "temperature: 0, headers: {x-beta: two}"));
        TemplateVersion primed =
                version(TEMPLATE.replace("temperature: 0", "temperature: 0, headers: {x-beta: one}, cache: prime"));

        assertThat(one.answerDigest()).isNotEqualTo(plain.answerDigest()).isNotEqualTo(two.answerDigest());
        assertThat(primed.digest()).isNotEqualTo(one.digest());
        assertThat(primed.answerDigest()).isEqualTo(one.answerDigest());
    }

    private static TemplateVersion version(String yaml) {
        return new TemplateVersion(Templates.of(yaml), 1, digest(yaml), "t.yaml", "somebody", Instant.EPOCH);
    }

    private static String digest(String yaml) {
        return TemplateDigest.of(Templates.of(yaml));
    }
}
