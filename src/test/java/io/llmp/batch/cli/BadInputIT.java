package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmp.batch.cli.terminal.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user gets wrong: each is told in words, with exit code 2, and no call is made. */
@Timeout(300)
class BadInputIT {

    @SessionDirectory
    static Path directory;

    private static LlmpSession llmp;

    @BeforeAll
    static void prepare() throws Exception {
        LlmpProcess process = new LlmpProcess(directory, Map.of());
        process.applyTemplate();
        llmp = process.session();
        Samples.tickets(directory, 3);
        write("empty.csv", "");
        write("header.csv", "id,subject\n");
        write("duplicate.csv", "id,subject,subject\n1,a,b\n");
        write("missing.csv", "id,subjekt\n1,a\n");
        write("nul.csv", "id,subject\n1,a\0b\n");
        write("open.csv", "id,subject\n1,\"never closed\n2,b\n");
        write("notes.txt", "id,subject\n1,a\n");
        write("text.parquet", "this is no Parquet file, but it is long enough for one");
        Files.write(directory.resolve("latin1.csv"), "id,subject\n1,café\n".getBytes(StandardCharsets.ISO_8859_1));
        byte[] reviews = Files.readAllBytes(Path.of("sample-data/reviews.parquet"));
        Files.write(directory.resolve("cut.parquet"), Arrays.copyOf(reviews, reviews.length / 2));
        Files.createDirectory(directory.resolve("void"));
        write("mine.csv", "not written by a run\n");
    }

    private static void write(String name, String text) {
        Samples.write(directory.resolve(name), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"header.csv", "void"})
    void anInputWithoutRowsIsCompleteWhereThatIsOk(String input) throws Exception {
        String output = "of-" + input.replace(".csv", "") + ".csv";
        LlmpProcess.Result result = llmp.run(
                "run", "teams", "--provider", "simulator", "--input", input, "--output", output, "--empty", "ok");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(Files.readString(directory.resolve(output)))
                .containsOnlyOnce("\n")
                .endsWith("llmp_reason\n");
    }

    @Test
    void anInputWithoutRowsIsRefusedWhereThatIsWanted() {
        LlmpProcess.Result result = llmp.run(
                "run",
                "teams",
                "--provider",
                "simulator",
                "--input",
                "header.csv",
                "--output",
                "none.csv",
                "--empty",
                "fail");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err()).contains("header.csv has no rows");
        assertThat(directory.resolve("none.csv")).doesNotExist();
    }

    @Test
    void anOutputInsideTheInputsDirectoryIsNoPartOfTheNextNightsRows() throws Exception {
        Files.createDirectory(directory.resolve("nights"));
        Files.copy(directory.resolve("tickets.csv"), directory.resolve("nights/tickets.csv"));
        String[] command = {
            "run",
            "teams",
            "--provider",
            "simulator",
            "--input",
            "nights",
            "--output",
            "nights/answers.csv",
            "--run-key",
            "1"
        };
        LlmpProcess.Result first = llmp.run(command);
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.err()).contains("The output lies in the input's directory");
        command[command.length - 1] = "2";
        LlmpProcess.Result second = llmp.run(command);
        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(Files.readAllLines(directory.resolve("nights/answers.csv"))).hasSize(4);
        assertThat(llmp.run("job", "render", "teams", "--provider", "simulator", "--input", "nights", "--row", "3")
                        .err())
                .contains("has 3 rows");
        assertThat(llmp.run("estimate", "teams", "--provider", "simulator", "--input", "nights")
                        .out())
                .contains("rows       3:");
    }

    static Stream<Arguments> inputs() {
        return Stream.of(
                arguments("no-such.csv", "no-such.csv", "--input"),
                arguments("empty.csv", "empty", ""),
                arguments("duplicate.csv", "subject", ""),
                arguments("missing.csv", "subject", "subjekt"),
                arguments("nul.csv", "NUL", "line 2"),
                arguments("open.csv", "line 2", "quote"),
                arguments("latin1.csv", "line 2", "--charset"),
                arguments("notes.txt", "notes.txt", "--input-format"),
                arguments("void", "void", ""),
                arguments("text.parquet", "text.parquet", "Parquet"),
                arguments("cut.parquet", "cut.parquet", "Parquet"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void anInputThatCannotBeReadIsRefused(String input, String problem, String more) {
        LlmpProcess.Result result =
                llmp.run("run", "teams", "--input", input, "--output", "out.csv", "--provider", "simulator");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err()).containsIgnoringCase(problem).containsIgnoringCase(more);
        assertThat(directory.resolve("out.csv")).doesNotExist();
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments("run teams --input tickets.csv --output mine.csv --provider simulator", "--overwrite"),
                arguments("run teams --input tickets.csv --output tickets.csv --provider simulator", "also the input"),
                arguments(
                        "run teams --input tickets.csv --output out.xlsx --provider simulator",
                        "csv, csv-safe, parquet"),
                arguments("run nobody --input tickets.csv --output out.csv --provider simulator", "nobody"),
                arguments("run teams@9 --input tickets.csv --output out.csv --provider simulator", "9"),
                arguments(
                        "run teams --input tickets.csv --output out.csv --provider openai --model m", "OPENAI_API_KEY"),
                arguments("run teams --input tickets.csv --output out.csv --provider nobody", "openai, simulator"),
                arguments(
                        "run teams --input tickets.csv --output out.csv --provider simulator --max-skips many",
                        "--max-skips"),
                arguments("run teams --input tickets.csv --output out.csv --provider simulator --limit 0", "--limit"),
                arguments(
                        "run teams --input tickets.csv --output out.csv --provider simulator --set llmp.retry.max-atempts=3",
                        "max-atempts"),
                arguments("run teams --input tickets.csv", "--output"),
                arguments("status nobody", "The newest runs are"),
                arguments("nonsense", "nonsense"),
                arguments("job render teams --provider simulator --input tickets.csv --row -1", "count from 0"),
                arguments("job render teams --provider simulator --input tickets.csv --row 3", "has 3 rows"),
                arguments("job apply no-such.yaml", "no-such.yaml"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandThatCannotWorkIsRefused(String command, String remedy) {
        LlmpProcess.Result result = llmp.run(command.split(" "));

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err()).contains(remedy);
        assertThat(directory.resolve("mine.csv")).hasContent("not written by a run\n");
    }

    @Test
    void whereThereIsNoRunNoneIsTheLast() throws Exception {
        LlmpSession fresh = session(Map.of(
                "LLMP_HOME", Files.createTempDirectory(directory, "fresh").toString()));
        LlmpProcess.Result result = fresh.run("records", "last");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err()).contains("no run");
    }

    @Test
    void aHomeThatCannotBeMadeIsAFailureWithARemedy() {
        LlmpSession homeless =
                session(Map.of("LLMP_HOME", directory.resolve("mine.csv/home").toString()));
        LlmpProcess.Result result = homeless.run("runs");

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .contains("The log ")
                .contains("cannot be written")
                .contains("LLMP_HOME");
    }

    @Test
    void helpOfEveryCommandIsAnsweredWithoutSpringOrAHome() {
        LlmpProcess bare =
                new LlmpProcess(directory, Map.of("LLMP_HOME", "/dev/null/none", "LLMP_CONFIG", "/dev/null"));
        assertThatHelps(bare.run("--help"), "a process of its own");
        for (String command :
                new String[] {"", "run", "runs", "status", "records", "export", "simulate", "job", "job apply"}) {
            assertThatHelps(bare.session().run((command + " --help").strip().split(" ")), command);
        }
    }

    private static void assertThatHelps(LlmpProcess.Result result, String command) {
        assertThat(result.exit()).as(command).isZero();
        assertThat(result.out()).as(command).contains("Usage: llmp").doesNotContain("\u001b[");
        assertThat(result.err()).as(command).isEmpty();
    }

    private static LlmpSession session(Map<String, String> environment) {
        return new LlmpProcess(directory, environment).session();
    }
}
