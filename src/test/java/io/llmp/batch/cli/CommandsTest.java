package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.context.UsageErrorHandler;
import io.llmp.batch.cli.terminal.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What the commands say of themselves, and to those who misspell them. */
class CommandsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void everyCommandHasAnExample(String name, CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().footer())
                .as("the examples in the help of " + name)
                .anyMatch(line -> line.startsWith("  llmp ") || line.startsWith("  source <(llmp "));
        assertThat(command.getCommandSpec().usageMessage().footer())
                .as("what would be broken in a terminal of the usual width")
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
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
        assertThat(misuse("runs", "--status", "lost"))
                .contains("running, completed, stopped, paused, failed or abandoned");
    }

    @Test
    void withoutACommandItShowsThem() {
        assertThat(misuse()).contains("Usage: llmp").contains("report").contains("stats");
        assertThat(misuse("job")).contains("Usage: llmp job").contains("rollback");
    }

    /** Words of libraries that refuse values. */
    private static final Pattern LIBRARY =
            Pattern.compile("java\\.|\\blong\\b|BigDecimal|unbound|Exception|\\bint\\b|class |enum |picocli");

    @Test
    void noWrongValueIsAnsweredByALibrary() {
        CommandLine commands = Llmp.commands();
        withSubcommands(commands)
                .forEach(command -> command.getCommandSpec()
                        .options()
                        .forEach(option -> List.of("$5 x!", "abc", "99999999999999999999", "-1e", "")
                                .forEach(wrong -> assertOurWords(commands, command, option, wrong))));
    }

    private static void assertOurWords(CommandLine commands, CommandLine command, OptionSpec option, String wrong) {
        List<String> line = new ArrayList<>();
        for (CommandLine each = command; each.getParent() != null; each = each.getParent()) {
            line.add(0, each.getCommandName());
        }
        line.add(option.longestName() + "=" + wrong);
        try {
            commands.parseArgs(line.toArray(String[]::new));
        } catch (ParameterException e) {
            assertThat(said(() -> new UsageErrorHandler().handleParseException(e, line.toArray(String[]::new))))
                    .as(String.join(" ", line))
                    .doesNotContainPattern(LIBRARY)
                    .doesNotContain("Invalid value")
                    .startsWith("llmp: ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run t --limit abc | --limit needs a whole number; 'abc' is not one.",
                "runs --limit 99999999999 | --limit needs a whole number of at most 2,147,483,647; '99999999999' is not one.",
                "run t --max-cost $5 | --max-cost needs US dollars such as 5 or 0.50, without the $; '$5' is not one.",
                "records r --reason x | Unknown value 'x' for --reason. Use malformed_row, invalid_input,",
                "records r --status FAILED | Unknown value 'FAILED' for --status. Use succeeded, reused or skipped. Rows without an answer are 'skipped'.",
                "run t --input a.csv --output o lat.csv | Unexpected argument 'lat.csv'. For several files, quote a pattern: --input '*.csv'.",
                "run t --delimiter ab | --delimiter needs one character such as ';'; 'ab' is not one.",
                "run t --charset nope | --charset needs an encoding such as UTF-8 or windows-1252; 'nope' is not one.",
                "run t --input a --output o --set retry | --set needs KEY=VALUE; 'retry' is not one.",
                "run t --input a --output o --rerun=x | --rerun takes no value, but 'x' was given.",
                "run t --input a --output o --rpm 0 | --rpm must be at least 1 but was 0.",
            })
    void aWrongValueIsAnsweredByWhatIsNeeded(String line, String answer) {
        assertThat(misuse(line.split(" "))).startsWith("llmp: " + answer);
    }

    /** A help line is an imperative or a noun phrase that fits beside its option. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void helpLinesAreShort(String name, CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertThat(String.join(" ", option.description()))
                    .as(name + " " + option.longestName())
                    .hasSizeLessThanOrEqualTo(72);
        }
    }

    /** Words that the house rule forbids in what people read. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "(?i)\\b(go(es|ing)? on|gone on|anew|mends?|tells?|told|(come|comes|came) (to|of)|became|becomes?|stands?"
                    + "|ask(s|ed)? about|made up|makes? up)\\b");

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void helpIsPlain(String name, CommandLine command) {
        assertThat(command.getUsageMessage(Help.Ansi.OFF)).as(name).doesNotContainPattern(FORBIDDEN);
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
        "retry=8, Did you mean 'llmp.retry.max-attempts'",
        "llmp.retry=8, Did you mean 'llmp.retry.max-attempts'",
        "retry.max-attempts=8, Did you mean 'llmp.retry.max-attempts'",
        "llmp.rerty.max-attempts=8, Did you mean 'llmp.retry.max-attempts'",
        "providers[x].rpm=8, Did you mean 'llmp.providers[x].rpm'",
        "llmp.providers.openai=8, Did you mean 'llmp.providers.NAME.rpm'",
        "llmp.allow-http.x=true, Did you mean 'llmp.allow-http'",
        "logging.level.root=debug, Keys begin with llmp.allow-http",
        "llmp.=8, Keys begin with llmp.allow-http",
    })
    void refusesAKeyThatNothingReads(String setting, String remedy) {
        for (String command :
                List.of("run t --input a --output b", "estimate t --input a", "restart last", "simulate")) {
            assertThat(misuse((command + " --set " + setting).split(" ")))
                    .contains("Unknown configuration key '" + setting.substring(0, setting.indexOf('=')) + "'")
                    .contains(remedy);
        }
    }

    @Test
    void refusesAKeyThatTheProgramSets() {
        assertThat(misuse("restart", "last", "--set", "llmp.store.home=elsewhere"))
                .contains("'llmp.store.home' cannot be set. Set LLMP_HOME instead.");
        assertThat(misuse("restart", "last", "--set", "llmp.log.format=json")).contains("Use --log-format instead.");
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
        return said(() -> assertThat(Llmp.execute(arguments)).isEqualTo(ExitCode.INVALID));
    }

    /** Returns what {@code action} prints to standard error. */
    private static String said(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
