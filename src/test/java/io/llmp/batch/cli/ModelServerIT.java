package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run with a real model on llama.cpp's real server, configured as docs/providers.md says. */
@Timeout(900)
class ModelServerIT {

    private static final String TEMPLATE = """
            name: teams
            key: id
            instruction: Which team owns the ticket?
            prompt: "{{subject}}"
            input: {type: object, required: [subject], properties: {subject: {type: string}}}
            output:
              type: object
              required: [team, note]
              additionalProperties: false
              properties:
                team: {enum: [billing, access]}
                note: {type: string, maxLength: 12}
            model: {maxOutputTokens: 60}
            """;

    @SessionDirectory
    private Path directory;

    @Test
    void theServersGrammarKeepsAnswersToTheirBoundsAndARowThatIsTooLongIsSkipped() throws IOException {
        InstalledServer.assumeInstalled("llama");
        Samples.write(directory.resolve("teams.yaml"), TEMPLATE);
        String tooLong = "word ".repeat(1_000);
        Samples.write(
                directory.resolve("tickets.csv"),
                "id,subject\n1,I cannot log in\n2,An invoice is wrong\n3," + tooLong + "\n4,My password is lost\n");
        try (InstalledServer server = InstalledServer.llama(directory)) {
            LlmpSession llmp = new LlmpProcess(directory, Map.of()).session();
            assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();
            LlmpProcess.Result result = llmp.run(Samples.run(
                    "out.csv",
                    "--provider",
                    "llama",
                    "--model",
                    "any",
                    "--set",
                    "llmp.providers.llama.protocol=openai",
                    "--set",
                    "llmp.providers.llama.base-url=" + server.baseUrl(),
                    "--set",
                    "llmp.providers.llama.max-tokens-field=max_tokens",
                    "--set",
                    "llmp.providers.llama.call-timeout=10m",
                    "--concurrency",
                    "2"));
            assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.SKIPPED);
            assertThat(result.out()).contains("3 answered, 0 reused, 1 skipped").contains("calls      4,");
        }
        List<String> rows = Files.readAllLines(directory.resolve("out.csv"));
        assertThat(rows).hasSize(5);
        assertThat(rows.get(3)).contains("PROMPT_TOO_LONG");
    }
}
