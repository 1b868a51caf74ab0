package io.llmp.batch.template;

import io.llmp.batch.schema.Json;
import io.llmp.batch.template.file.TemplateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Templates and rows for tests. */
public final class Templates {

    /** The template that the documentation uses. */
    public static final String TICKET_TRIAGE = """
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
              properties: { subject: {type: string}, body: {type: string} }
            output:
              type: object
              required: [team, urgency]
              additionalProperties: false
              properties:
                team: {enum: [billing, access, bug, sales]}
                urgency: {type: integer, minimum: 1, maximum: 5}
            examples:
              - { input: {subject: "Locked out", body: "I cannot log in"}, output: {team: access, urgency: 4} }
            model: { provider: openai, name: gpt-5-mini, temperature: 0, maxOutputTokens: 200 }
            repairs: 2
            """;

    private Templates() {}

    /** Returns the template that {@code yaml} spells. */
    public static JobTemplate of(String yaml) {
        try {
            Path file = Files.createTempFile("template", ".yaml");
            try {
                Files.writeString(file, yaml);
                return TemplateFile.read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a template whose input schema has {@code properties}, in YAML flow style, of which {@code required} are required. */
    public static JobTemplate withInput(String properties, String required) {
        return of("{name: t, instruction: Do it., input: {type: object, properties: " + properties + ", required: "
                + required + "}}");
    }

    /** Returns a template whose output schema has {@code properties} and {@code more}, in YAML flow style. */
    public static JobTemplate withOutput(String properties, String more) {
        return of("{name: t, instruction: Do it., input: {type: object, properties: {a: {}}}, output: {type: object,"
                + " properties: " + properties + more + "}}");
    }

    public static ObjectNode json(String json) {
        return (ObjectNode) Json.parse(json.replace('`', '"'));
    }
}
