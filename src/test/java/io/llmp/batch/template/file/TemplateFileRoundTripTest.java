package io.llmp.batch.template.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.schema.Json;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateDigest;
import io.llmp.batch.template.TemplateJson;
import io.llmp.batch.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateFileRoundTripTest {

    @TempDir
    Path directory;

    static List<Integer> seeds() {
        return new Random(20260101).ints(300).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenReadsBackTheSame(int seed) throws IOException {
        JobTemplate template = RandomTemplates.next(new Random(seed));

        String yaml = TemplateFile.write(template);
        JobTemplate read = TemplateFile.read(Files.writeString(directory.resolve("t.yaml"), yaml));

        assertThat(read).as(yaml).isEqualTo(template);
        assertThat(TemplateFile.write(read)).as("written once more").isEqualTo(yaml);
        assertThat(Json.write(TemplateJson.tree(read))).isEqualTo(Json.write(TemplateJson.tree(template)));
        assertThat(TemplateJson.read(TemplateJson.write(template))).isEqualTo(template);
        assertThat(TemplateDigest.of(read)).isEqualTo(TemplateDigest.of(template));
    }

    @Test
    void writesWhatPeopleLikeToRead() {
        String yaml = TemplateFile.write(Templates.of(Templates.TICKET_TRIAGE));

        assertThat(yaml).isEqualTo("""
                name: ticket-triage
                description: Route a support ticket to the team that owns it.
                key: ticket_id
                instruction: |
                  You triage support tickets of a software company.
                prompt: |
                  Subject: {{subject}}
                  Body: {{body}}
                input:
                  type: object
                  required: [subject, body]
                  properties:
                    subject:
                      type: string
                    body:
                      type: string
                output:
                  type: object
                  required: [team, urgency]
                  additionalProperties: false
                  properties:
                    team:
                      enum: [billing, access, bug, sales]
                    urgency:
                      type: integer
                      minimum: 1
                      maximum: 5
                examples:
                - input:
                    subject: Locked out
                    body: I cannot log in
                  output:
                    team: access
                    urgency: 4
                model:
                  provider: openai
                  name: gpt-5-mini
                  temperature: 0
                  maxOutputTokens: 200
                repairs: 2
                """);
    }
}
