package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.template.file.TemplateSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The life of a template as a user leads it. Processes that apply at once to a new database are in {@link SharedStoreIT}. */
@Timeout(300)
class VersionsIT {

    @SessionDirectory
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private LlmpProcess process;

    @SuppressWarnings("NullAway.Init")
    private LlmpSession llmp;

    @BeforeEach
    void open() {
        process = new LlmpProcess(directory, Map.of());
        llmp = process.session();
    }

    @Test
    void applyRunChangeDiffRunCompareAndRollBack() throws Exception {
        Samples.template(directory);
        Samples.tickets(directory, 40);
        ok("job", "apply", "teams.yaml");
        ok(run("a.csv"));
        String former = json("runs").get(0).path("run_id").stringValue();
        Samples.write(
                directory.resolve("teams.yaml"),
                Samples.TEMPLATE.replace("Which team", "Which good team").replace(", sales]", ", sales, abuse]"));
        ok("job", "apply", "teams.yaml", "--reason", "a team for abuse");

        assertThat(ok("job", "diff", "teams@1"))
                .contains("Which{+ good+} team owns the ticket?")
                .contains("breaking    team: value \"abuse\" added")
                .contains("Breaking changes of the schemas: 1.");
        assertThat(json("job", "diff", "teams@1", "teams@latest").get(1).path("compatibility"))
                .hasToString("\"breaking\"");

        ok(run("b.csv"));
        JsonNode comparison =
                json("compare", former, "last", "--output", "changed.csv").get(0);
        assertThat(comparison.path("joined_by")).hasToString("\"position\"");
        assertThat(comparison.path("rows").intValue()).isEqualTo(40);
        int changed = comparison.path("changed_rows").size();
        assertThat(Files.readAllLines(directory.resolve("changed.csv")))
                .hasSize(changed + 1)
                .first()
                .isEqualTo("item_key,item_index_a,item_index_b,status_a,status_b,team_a,team_b,urgency_a,urgency_b");
        assertThat(ok("compare", former, "last")).contains("agreement").contains("40 in both, matched by position");

        Samples.write(directory.resolve("tickets.csv"), "id,subject\nother,A row of another input\n");
        ok(run("c.csv"));
        for (String[] compared :
                List.of(new String[] {"compare", former, "last"}, new String[] {"compare", former, "last", "--json"})) {
            LlmpProcess.Result apart = llmp.run(compared);
            assertThat(apart.exit()).isEqualTo(ExitCode.INVALID);
            assertThat(apart.err()).contains("have no row in common").contains("'key'");
        }

        assertThat(ok("job", "rollback", "teams", "--reason", "abuse goes to billing"))
                .isEqualTo("teams  active, version 1, was version 2\n");
        assertThat(json("job", "versions", "teams"))
                .extracting(version ->
                        version.path("template_version") + " " + version.path("active") + " " + version.path("runs"))
                .containsExactly("2 false 2", "1 true 1");
        assertThat(llmp.run("job", "rollback", "teams").err()).contains("no version before version 1");
        assertThat(json("runs", "--stale"))
                .hasSize(2)
                .allSatisfy(run ->
                        assertThat(run.path("template_version").intValue()).isEqualTo(2));
        assertThat(ok("status", "last")).contains("version 2 is no longer active; version 1 is");
        assertThat(json("job", "events", "teams", "--runs"))
                .extracting(event -> event.path("event").stringValue())
                .containsExactly(
                        "ROLLED_BACK",
                        "RUN_COMPLETED",
                        "RUN_STARTED",
                        "RUN_COMPLETED",
                        "RUN_STARTED",
                        "ACTIVATED",
                        "VERSION_ADDED",
                        "RUN_COMPLETED",
                        "RUN_STARTED",
                        "ACTIVATED",
                        "CREATED");
        assertThat(ok("runs", "events", former)).contains("run completed").doesNotContain("rolled back");
    }

    @Test
    void whatIsPausedOrADraftStartsNoRunAndSaysWhatToDo() {
        Samples.template(directory);
        Samples.tickets(directory, 2);
        assertThat(ok("job", "apply", "--draft", "teams.yaml")).isEqualTo("teams@1  registered, not active (draft)\n");
        assertThat(llmp.run(run("a.csv")).err())
                .contains("has no active version")
                .contains("llmp job activate");
        ok("job", "activate", "teams@latest");
        ok("job", "pause", "teams", "--reason", "wrong answers");
        LlmpProcess.Result paused = llmp.run(run("a.csv"));

        assertThat(paused.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(paused.err()).contains("is paused").contains("llmp job resume teams");
        assertThat(directory.resolve("a.csv")).doesNotExist();
        ok("job", "resume", "teams");
        ok(run("a.csv"));
    }

    @Test
    void aTestAsksAboutTheTemplatesOwnExamplesWithoutShowingThem() {
        tested("{subject: I cannot log in}", "{subject: Broken}");
        JsonNode examples = json("job", "test", "teams", "--provider", "simulator", "--examples", "1");
        assertThat(examples).singleElement().satisfies(example -> {
            assertThat(example.path("valid").booleanValue()).isTrue();
            assertThat(example.path("fields")).hasSize(2);
        });

        tested("{subject: '[[simulate:invalid]]'}");
        LlmpProcess.Result below = llmp.run("job", "test", "teams", "--provider", "simulator", "--min-match", "1");
        assertThat(below.exit()).as(below.err()).isEqualTo(ExitCode.FAILED);
        assertThat(below.out()).contains("examples   1, 0 with a valid answer").contains("INVALID_OUTPUT");
        LlmpProcess.Result unknown =
                llmp.run("job", "test", "teams", "--provider", "simulator", "--min-match", "taem=1");
        assertThat(unknown.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(unknown.err()).contains("one of the fields team, urgency");
        assertThat(json("runs")).isEmpty();
    }

    @Test
    void processesThatApplyAndRollBackAtOnceLeaveAHistoryThatTellsHowItStands() {
        for (int i = 0; i < 4; i++) {
            Samples.write(directory.resolve(i + ".yaml"), Samples.TEMPLATE.replace("Which", "No " + i + ", which"));
        }
        ok("job", "apply", "0.yaml");
        ok("job", "apply", "1.yaml");
        List<String[]> commands = List.of(
                new String[] {"job", "apply", "2.yaml"},
                new String[] {"job", "rollback", "teams", "--to", "1"},
                new String[] {"job", "apply", "3.yaml"});
        List<LlmpProcess.Running> running =
                commands.stream().map(process::start).toList();
        for (int i = 0; i < running.size(); i++) {
            LlmpProcess.Result result = running.get(i).await();
            assertThat(result.exit()).as(result.err()).isIn(ExitCode.OK, ExitCode.IN_USE);
            if (result.exit() == ExitCode.IN_USE) {
                ok(commands.get(i));
            }
        }

        assertThat(json("job", "versions", "teams"))
                .extracting(version -> version.path("template_version").intValue())
                .containsExactly(4, 3, 2, 1);
        JsonNode events = json("job", "events", "teams");
        assertThat(events)
                .extracting(event -> event.path("event").stringValue())
                .contains("CREATED")
                .filteredOn(event -> event.equals("VERSION_ADDED"))
                .hasSize(3);
        assertThat(json("job", "versions", "teams"))
                .filteredOn(version -> version.path("active").booleanValue())
                .extracting(version -> version.path("template_version").intValue())
                .as("the last event says what is active")
                .containsExactly(events.get(0).path("template_version").intValue());
    }

    @Test
    void twoFilesOfOneNameAreRefusedTogether() {
        Samples.write(directory.resolve("a.yaml"), Samples.TEMPLATE);
        Samples.write(directory.resolve("b.yaml"), Samples.TEMPLATE + "repairs: 3\n");

        LlmpProcess.Result both = llmp.run("job", "apply", "a.yaml", "b.yaml");

        assertThat(both.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(both.err()).contains("Both a.yaml and b.yaml hold the job template 'teams'");
        assertThat(json("job", "list")).isEmpty();
    }

    @Test
    void manyExamplesAreAWarningAndNoFault() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            lines.append("{\"input\": {\"subject\": \"Ticket ")
                    .append(i)
                    .append("\"}, \"output\": {\"team\": \"bug\", \"urgency\": 1}}\n");
        }
        Samples.write(directory.resolve("examples.jsonl"), lines.toString());
        Samples.write(directory.resolve("teams.yaml"), Samples.TEMPLATE + "examplesFile: examples.jsonl\n");

        LlmpProcess.Result applied = llmp.run("job", "apply", "teams.yaml");

        assertThat(applied.exit()).isZero();
        assertThat(applied.out()).isEqualTo("teams@1  registered\n");
        assertThat(applied.err()).startsWith("llmp: warning: teams.yaml: its 300 examples cost every row about ");
    }

    @Test
    void whatIsShownRegistersTheSameVersionAgain() {
        Samples.write(directory.resolve("examples.csv"), "input.subject,output.team,output.urgency\nHelp,bug,3\n");
        Samples.write(directory.resolve("teams.yaml"), Samples.TEMPLATE + "examplesFile: examples.csv\n");
        ok("job", "apply", "teams.yaml");
        Samples.write(directory.resolve("shown.yaml"), ok("job", "show", "teams@1"));

        assertThat(ok("job", "apply", "shown.yaml")).isEqualTo("teams@1  unchanged\n");
        assertThat(ok("job", "schema")).isEqualTo(TemplateSchema.text());
        assertThat(llmp.run("job", "show", "taems").err())
                .startsWith("llmp: There is no job template 'taems'. Did you mean 'teams'?");
    }

    private void tested(String... inputs) {
        StringBuilder yaml = new StringBuilder(Samples.TEMPLATE).append("examples:\n");
        for (String input : inputs) {
            yaml.append("  - {input: ").append(input).append(", output: {team: bug, urgency: 1}}\n");
        }
        Samples.write(directory.resolve("tested.yaml"), yaml.toString());
        ok("job", "apply", "tested.yaml");
    }

    private static String[] run(String output) {
        return new String[] {"run", "teams", "--input", "tickets.csv", "--output", output, "--provider", "simulator"};
    }

    private String ok(String... arguments) {
        LlmpProcess.Result result = llmp.run(arguments);
        assertThat(result.exit()).as(result.err()).isZero();
        return result.out();
    }

    private JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return JsonMapper.shared().readTree(ok(all.toArray(String[]::new)));
    }
}
