package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    @Test
    void helpIsTheSameAsTheOption() {
        for (String command : List.of("", "run", "job", "job apply")) {
            assertThat(printed(("help " + command).strip().split(" ")))
                    .isNotEmpty()
                    .isEqualTo(printed((command + " --help").strip().split(" ")));
        }
        assertThat(misuse("help", "rnu")).contains("There is no command 'rnu'. Did you mean 'run'?");
    }

    @ParameterizedTest
    @CsvSource({
        "retry=8, Did you mean 'llmp.retry'",
        "retry.max-attempts=8, Did you mean 'llmp.retry.max-attempts'",
        "llmp.rerty.max-attempts=8, Did you mean 'llmp.retry.max-attempts'",
        "providers[x].rpm=8, Did you mean 'llmp.providers[x].rpm'",
        "logging.level.root=debug, Keys begin with one of llmp.allow-http",
        "llmp.=8, Keys begin with one of llmp.allow-http",
    })
    void refusesAKeyThatNothingReads(String setting, String remedy) {
        for (String command :
                List.of("run t --input a --output b", "estimate t --input a", "restart last", "simulate")) {
            assertThat(misuse((command + " --set " + setting).split(" ")))
                    .contains("Unknown configuration key '" + setting.split("=")[0] + "'")
                    .contains(remedy);
        }
    }

    private static String printed(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Llmp.execute(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
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
