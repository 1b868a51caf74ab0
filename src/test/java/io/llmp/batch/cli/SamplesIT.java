package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sample data through the shipped templates, as the quick start does it. */
@Timeout(300)
class SamplesIT {

    @SessionDirectory
    Path directory;

    @Test
    void bothSamplesGoThroughTheirTemplates() throws Exception {
        LlmpSession llmp = new LlmpProcess(directory, Map.of()).session();
        String root = Path.of("").toAbsolutePath().toString();
        assertThat(llmp.run(
                                "job",
                                "apply",
                                root + "/config/jobs/ticket-triage.yaml",
                                root + "/config/jobs/review-insights.yaml")
                        .exit())
                .isZero();

        LlmpProcess.Result tickets = llmp.run(
                "run",
                "ticket-triage",
                "--provider",
                "simulator",
                "--input",
                root + "/sample-data/tickets.csv",
                "--output",
                "tickets.csv");
        assertThat(tickets.exit()).as(tickets.err()).isEqualTo(ExitCode.SKIPPED);
        assertThat(tickets.err() + tickets.out()).contains("SIMULATED").contains("no model was called");
        assertThat(llmp.run("records", "last", "--status", "SKIPPED", "--json")
                        .out()
                        .split("MALFORMED_ROW"))
                .as("two malformed rows")
                .hasSize(3);

        LlmpProcess.Result reviews = llmp.run(
                "run",
                "review-insights",
                "--provider",
                "simulator",
                "--input",
                root + "/sample-data/reviews.parquet",
                "--output",
                "reviews.parquet");
        assertThat(reviews.exit()).as(reviews.err()).isZero();
        assertThat(reviews.out()).contains("1,000 of 1,000 done: 1,000 answered");

        assertThat(llmp.run("export", "last", "--output", "reviews.csv").exit()).isZero();

        List<String> header =
                Files.readAllLines(directory.resolve("reviews.csv")).subList(0, 1);
        assertThat(header.get(0)).startsWith("review_id,product,").endsWith(",llmp_status,llmp_reason");
    }
}
