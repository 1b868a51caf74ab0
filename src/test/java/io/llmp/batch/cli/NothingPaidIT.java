package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be known to fail is said before a call is made, and the same command works once its cause is gone. */
@Timeout(300)
class NothingPaidIT {

    private static final String TICKETS = "id,subject\nt1,Invoice\nt2,Password\n";

    @SessionDirectory
    private static Path directory;

    private static SimulatedProvider provider;
    private static LlmpSession llmp;

    /** Changes files below a directory. */
    private interface Change {
        void in(Path directory) throws IOException;
    }

    /**
     * @param command what is run, in the test's directory
     * @param words the problem and its remedy
     * @param fix removes the cause; null where that is the command
     */
    private record Case(
            String name,
            Change cause,
            String command,
            List<String> words,
            @Nullable Change fix) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        provider = new SimulatedProvider(Map.of());
        Files.createDirectory(directory.resolve("config"));
        configure();
        LlmpProcess process = new LlmpProcess(
                directory, Map.of("LLMP_CONFIG", directory.resolve("config").toString(), "OPENAI_API_KEY", "key"));
        process.applyTemplate();
        llmp = process.session();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    /** Writes the configuration: two providers that are the simulator, the second with {@code protocol}, prices, and more. */
    private static void configure(String protocol, String price, String more) throws IOException {
        Files.writeString(
                directory.resolve("config/application.yaml"), """
                llmp:
                  allow-http: true
                  providers:
                    openai: {protocol: openai, base-url: "%1$s", model: priced, key-required: false}
                    mine: {protocol: %2$s, base-url: "%1$s", model: priced, key-required: false}
                  prices:
                    "[priced]": {input: 1, cached: 1, output: 1, as-of: 2026-01-01}
                    %3$s
                  %4$s
                """.formatted(provider.baseUrl(), protocol, price, more));
    }

    private static void configure() throws IOException {
        configure("openai", "", "");
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "output column twice",
                        in -> tickets(
                                in,
                                TICKETS.replaceFirst("subject\n", "subject,team\n")
                                        .replace("t1,Invoice", "t1,Invoice,x")
                                        .replace("t2,Password", "t2,Password,x")),
                        "--output out.parquet",
                        List.of("team", "has the name of another column", "Rename that column"),
                        in -> tickets(in, TICKETS)),
                new Case(
                        "output format unknown",
                        in -> {},
                        "--output out.xlsx",
                        List.of("Cannot tell the output format", "--output-format"),
                        null),
                new Case(
                        "output directory missing",
                        in -> {},
                        "--output missing/out.csv",
                        List.of("missing does not exist", "--mkdir"),
                        in -> Files.createDirectory(in.resolve("missing"))),
                new Case(
                        "output below a file",
                        in -> Files.createFile(in.resolve("file")),
                        "--output file/out.csv",
                        List.of("file does not exist", "--output"),
                        in -> {
                            Files.delete(in.resolve("file"));
                            Files.createDirectory(in.resolve("file"));
                        }),
                new Case(
                        "output cannot be created",
                        in -> Files.createSymbolicLink(in.resolve("link.csv"), in.resolve("later/out.csv")),
                        "--output link.csv",
                        List.of("cannot be written: there is no directory", "Give --output"),
                        in -> Files.createDirectory(in.resolve("later"))),
                new Case(
                        "output is a directory",
                        in -> Files.createDirectory(in.resolve("dir.csv")),
                        "--output dir.csv",
                        List.of("is a directory", "Give --output the path of a file"),
                        in -> Files.delete(in.resolve("dir.csv"))),
                new Case(
                        "output is somebody's",
                        in -> Files.writeString(in.resolve("theirs.csv"), "a"),
                        "--output theirs.csv",
                        List.of("is there already", "--overwrite"),
                        in -> Files.delete(in.resolve("theirs.csv"))),
                new Case(
                        "input missing",
                        in -> Files.delete(in.resolve("tickets.csv")),
                        "--output out.csv --run-key input",
                        List.of("tickets.csv", "--input"),
                        in -> tickets(in, TICKETS)),
                new Case(
                        "input column missing",
                        in -> tickets(in, TICKETS.replace("subject", "title")),
                        "--output out.csv --run-key column",
                        List.of("subject"),
                        in -> tickets(in, TICKETS)),
                new Case(
                        "price unknown",
                        in -> {},
                        "--output out.csv --run-key price --model nobody --max-cost 5",
                        List.of("no price for model nobody", "llmp.prices"),
                        in -> configure(
                                "openai", "\"[nobody]\": {input: 1, cached: 1, output: 1, as-of: 2026-01-01}", "")),
                new Case(
                        "protocol unknown",
                        in -> configure("soap", "", ""),
                        "--output out.csv --run-key protocol --provider mine",
                        List.of("There is no protocol soap", "openai", "configuration"),
                        in -> configure()),
                new Case(
                        "key of the configuration unknown",
                        in -> configure("openai", "", "rerty: {max-attempts: 3}"),
                        "--output out.csv --run-key configuration",
                        List.of("llmp.rerty.max-attempts", "Did you mean 'llmp.retry.max-attempts'"),
                        in -> configure()),
                new Case(
                        "limit of no rows",
                        in -> {},
                        "--output out.csv --limit 0",
                        List.of("--limit must be at least 1 but was 0"),
                        null));
    }

    private static void tickets(Path directory, String text) throws IOException {
        Files.writeString(directory.resolve("tickets.csv"), text);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isSaidBeforeACallAndTheSameCommandWorksAfterwards(Case given) throws IOException {
        tickets(directory, TICKETS);
        configure();
        long before = provider.count("requests");
        given.cause().in(directory);
        String[] command = command(given);

        LlmpProcess.Result refused = llmp.run(command);

        assertThat(refused.exit()).as(refused.err()).isEqualTo(ExitCode.INVALID);
        assertThat(refused.err()).contains(given.words()).doesNotContain("Exception");
        assertThat(provider.count("requests") - before).as("calls").isZero();

        if (given.fix() != null) {
            given.fix().in(directory);
            LlmpProcess.Result fixed = llmp.run(command);
            assertThat(fixed.exit()).as(fixed.err()).isZero();
            assertThat(provider.count("requests") - before).as("calls").isEqualTo(2);
        }
    }

    private static String[] command(Case given) {
        String provided = given.command().contains("--provider") ? "" : " --provider openai";
        return ("run teams --input tickets.csv " + given.command() + provided + " --no-reuse").split(" ");
    }
}
