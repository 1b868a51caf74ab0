package io.llmp.batch.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** A valid answer, as a server of the OpenAI protocol sends it. */
    static final String COMPLETION = "{\"choices\":[{\"message\":{\"role\":\"assistant\","
            + "\"content\":\"{\\\"team\\\":\\\"billing\\\",\\\"urgency\\\":3}\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12,\"total_tokens\":52}}";

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

    /** Returns the arguments of a run of the template over the tickets, whose provider the rest names. */
    static String[] run(String output, String... more) {
        Stream<String> common = Stream.of("run", "teams", "--input", "tickets.csv", "--output", output);
        return Stream.concat(common, Stream.of(more)).toArray(String[]::new);
    }

    /** The same, with the answers of a simulator that is not the run's own. */
    static String[] run(SimulatedProvider provider, int slots, String output, String... more) {
        Stream<String> common = Stream.of(
                "--provider",
                "simulator",
                "--base-url",
                provider.baseUrl().toString(),
                "--concurrency",
                Integer.toString(slots));
        return run(output, Stream.concat(common, Stream.of(more)).toArray(String[]::new));
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
