package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the commands say of themselves, and to those who misspell them. */
class CommandsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void everyCommandHasAnExample(String name, CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().footer())
                .as("the examples in the help of " + name)
                .anyMatch(line -> line.startsWith("  llmp ") || line.startsWith("  source <(llmp "));
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    }

    static Stream<Object[]> all() {
        return withSubcommands(Llmp.commands())
                .map(command -> new Object[] {command.getCommandSpec().qualifiedName(), command});
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandsTest::withSubcommands));
    }

    @ParameterizedTest
    @CsvSource({
        "rnu, run",
        "job aply x, apply",
        "run t --ouput x, --output",
        "run t --input a --otput=x, --output",
        "runs --templte x, --template",
        "--versoin, --version",
    })
    void saysWhatWasProbablyMeant(String line, String meant) {
        String said = misuse(line.split(" "));

        assertThat(said)
                .contains("Did you mean '" + meant + "'?")
                .contains("--help")
                .doesNotContain("Usage:");
    }

    @Test
    void guessesNothingWhereNothingIsNear() {
        assertThat(misuse("xyzzy")).contains("There is no command 'xyzzy'").doesNotContain("Did you mean");
        assertThat(misuse("status"))
                .contains("Missing required parameter: 'RUN'")
                .doesNotContain("Did you mean");
        assertThat(misuse("runs", "--status", "lost")).contains("RUNNING, COMPLETED, STOPPED, PAUSED, FAILED");
    }

    @Test
    void withoutACommandItShowsThem() {
        assertThat(misuse()).contains("Usage: llmp").contains("report").contains("stats");
        assertThat(misuse("job")).contains("Usage: llmp job").contains("rollback");
    }

    private static String misuse(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Llmp.execute(arguments)).isEqualTo(ExitCode.INVALID);
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
