package io.llmp.batch.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Small templates and inputs. */
final class Samples {

    static final String TEMPLATE = """
            name: teams
            key: id
            instruction: Which team owns the ticket?
            prompt: "Subject: {{subject}}"
            input:
              type: object
              required: [subject]
              properties:
                subject: {type: string}
            output:
              type: object
              required: [team, urgency]
              additionalProperties: false
              properties:
                team: {enum: [billing, access, bug, sales]}
                urgency: {type: integer, minimum: 1, maximum: 5}
            """;

    private Samples() {}

    static Path template(Path directory) {
        return write(directory.resolve("teams.yaml"), TEMPLATE);
    }

    /** Writes rows that all differ. */
    static Path tickets(Path directory, int rows) {
        StringBuilder text = new StringBuilder("id,subject\n");
        IntStream.range(0, rows)
                .forEach(i -> text.append("t")
                        .append(i)
                        .append(",\"Ticket ")
                        .append(i)
                        .append(", about \"\"invoices\"\"\"\n"));
        return write(directory.resolve("tickets.csv"), text.toString());
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
