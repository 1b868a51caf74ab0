package io.llmp.batch.record.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.DatasetContract;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.RowLookup;
import io.llmp.batch.input.Split;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordRef;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.Templates;
import io.llmp.batch.template.use.AnswerCheck;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What the records of a run are as a dataset, whatever database keeps them. */
public abstract class RunDatasetContract extends DatasetContract {

    private static final JobTemplate TEMPLATE = Templates.of(Templates.TICKET_TRIAGE);
    private static final RowSchema COLUMNS = new RowSchema(List.of(NUMBER, "text"), null);
    private static final Outcome REFUSED = new Outcome.Skipped(SkipReason.REFUSED, "no");
    private static final Outcome LATE = new Outcome.Skipped(SkipReason.TIMED_OUT, "late");

    private int made;
    private long itemsPerNumber = 1;
    private RunId run = new RunId("none");

    protected abstract RunStore runs();

    protected abstract SplitStore splits();

    protected abstract JobRecordStore records();

    protected abstract RunPruning pruning();

    /** Every other item of the run has an answer, and only those are rows. */
    @Override
    protected void make(int rows) {
        itemsPerNumber = 2;
        List<Outcome> outcomes = IntStream.range(0, 2 * rows + 3)
                .mapToObj(item -> item % 2 == 0 || item > 2 * rows ? REFUSED : answer(item % 5))
                .toList();
        make(outcomes, RunStatus.COMPLETED, outcomes.size());
    }

    /** Executes the run again, in which a skipped row is skipped again. */
    @Override
    protected void change() {
        Lease lease = begin();
        Samples.take(
                splits(), lease, Objects.requireNonNull(runs().get(run.value()).items()));
        records().reopen(lease, List.of(0L));
        records().save(lease, List.of(record(0, LATE)));
        runs().end(lease, RunStatus.COMPLETED, null, Samples.START.plusSeconds(9));
    }

    @Override
    protected Dataset open() throws IOException {
        return open("run:" + run.value().substring(0, 9) + "?status=reused,succeeded");
    }

    @Override
    protected Dataset open(String name) throws IOException {
        return open(name, InputOptions.DEFAULT);
    }

    private Dataset open(String name, InputOptions options) throws IOException {
        return new Datasets(List.of(), List.of(new RunDatasets(runs(), records(), templates()))).open(name, options);
    }

    @Test
    void hasTheColumnsOfTheInputAndThoseOfTheAnswers() throws IOException {
        make(List.of(answer(0), REFUSED, new Outcome.Answered("{\"team\":\"bug\"}", new RecordRef(run, 0))));

        Dataset dataset = open("run:" + run);

        assertThat(dataset.schema().columns()).containsExactly("n", "text", "answer.team", "answer.urgency");
        assertThat(dataset.schema().answers()).containsOnlyKeys("answer.team", "answer.urgency");
        assertThat(items(dataset))
                .extracting(item -> item.values().toString())
                .containsExactly(
                        "{\"n\":\"0\",\"text\":\"1.50\",\"answer.team\":\"sales\",\"answer.urgency\":0}",
                        "{\"n\":\"1\",\"text\":\"1.50\",\"answer.team\":null,\"answer.urgency\":null}",
                        "{\"n\":\"2\",\"text\":\"1.50\",\"answer.team\":\"bug\",\"answer.urgency\":null}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                   | 0 1 2 3 4
                    ?status=SUCCEEDED                    | 0
                    ?status=SUCCEEDED,REUSED             | 0 3
                    ?status=SKIPPED                      | 1 2 4
                    ?status=SKIPPED&reason=TIMED_OUT     | 2
                    ?reason=TIMED_OUT,MALFORMED_ROW      | 2 4
                    ?reason=CONTENT_FILTERED             | ''
                    ?status=SUCCEEDED&status=skipped     | 0 1 2 4
                    """)
    void takesTheRowsThatAreChosen(String query, String numbers) throws IOException {
        make(List.of(
                answer(0),
                REFUSED,
                LATE,
                new Outcome.Answered("{}", Samples.ELSEWHERE),
                new Outcome.Skipped(SkipReason.MALFORMED_ROW, "too many fields")));

        List<Item> items = items(open("run:" + run + query));

        assertThat(items.stream()
                        .map(item -> item.values().path(NUMBER).asString())
                        .toList())
                .isEqualTo(numbers.isEmpty() ? List.of() : List.of(numbers.split(" ")));
        assertThat(items)
                .extracting(Item::index)
                .isEqualTo(
                        IntStream.range(0, items.size()).mapToObj(Long::valueOf).toList());
    }

    @Test
    void hasNoColumnsOfAnswersWhereNoRowHasOne() throws IOException {
        make(List.of(answer(0), REFUSED));

        for (String query : List.of("?status=SKIPPED", "?reason=REFUSED")) {
            assertThat(open("run:" + run + query).schema()).isEqualTo(COLUMNS);
            assertThat(items(open("run:" + run + query)).get(0).values())
                    .hasToString("{\"n\":\"1\",\"text\":\"1.50\"}");
        }
    }

    @Test
    void isNamedAlikeHoweverItIsAskedFor() throws IOException {
        make(3);

        for (String asked : List.of(
                "run:" + run + "?status=SKIPPED,SUCCEEDED&reason=TIMED_OUT,REFUSED",
                "run:" + run.value().substring(0, 9)
                        + "?reason=refused&status=succeeded&reason=timed_out&status=skipped")) {
            assertThat(open(asked).name())
                    .isEqualTo("run:" + run + "?status=SUCCEEDED,SKIPPED&reason=REFUSED,TIMED_OUT");
        }
        assertThat(open("run:" + run).name()).isEqualTo("run:" + run);
    }

    @Test
    void keepsAMalformedRowMalformed() throws IOException {
        make(List.of(REFUSED, REFUSED));
        Lease lease = begin();
        Samples.take(
                splits(), lease, Objects.requireNonNull(runs().get(run.value()).items()));
        records().reopen(lease, List.of(0L, 1L));
        Outcome malformed = new Outcome.Skipped(SkipReason.MALFORMED_ROW, "There are 3 fields for 2 columns.");
        records()
                .save(
                        lease,
                        List.of(
                                record(0, malformed, "{\"n\":\"0\",\"llmp_raw\":\"0,a,b\"}"),
                                record(1, malformed, "{\"n\":\"1\",\"text\":null}")));
        runs().end(lease, RunStatus.COMPLETED, null, Samples.START);

        List<Item> items = items(open("run:" + run + "?status=SKIPPED"));

        assertThat(items.get(0)).isInstanceOfSatisfying(Item.Malformed.class, item -> {
            assertThat(item.raw()).isEqualTo("0,a,b");
            assertThat(item.problem()).isEqualTo("There are 3 fields for 2 columns.");
            assertThat(item.values()).hasToString("{\"n\":\"0\"}");
        });
        assertThat(items.get(1))
                .as("null stands for a value that could not be read")
                .isInstanceOf(Item.Malformed.class);
    }

    @Test
    void findsRowsOfManyPagesInAnyOrder() throws IOException {
        make(1_700);
        try (RowLookup rows = new RowLookup(open())) {
            for (long index : List.of(0L, 1_699L, 17L, 18L, 600L, 1_300L, 599L)) {
                assertThat(rows.at(index).index()).isEqualTo(index);
                assertThat(rows.at(index).values().path(NUMBER).asLong()).isEqualTo(index);
            }
        }
    }

    @Test
    void hasAFingerprintOfWhatIsChosen() throws IOException {
        make(3);

        assertThat(open("run:" + run).fingerprint())
                .isNotEqualTo(open("run:" + run + "?status=SKIPPED").fingerprint());
    }

    @Test
    void failsWhenItsRunIsRemoved() throws IOException {
        make(3);
        Dataset dataset = open();
        Split split = dataset.plan(Dataset.NO_LIMIT, rows -> rows).splits().get(0);

        pruning().remove(run);

        assertThatThrownBy(() -> dataset.open(split))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem())
                                .isEqualTo("The input " + dataset.name()
                                        + " changed while it was read: the run was continued or removed."));
        refuses(this::open, "There is no run " + run.value().substring(0, 9) + ".", "");
    }

    @Test
    void isRefusedWhileItsRunIsAtWork() throws IOException {
        make(3);
        begin();

        refuses(this::open, "Run " + run + " is at work", Operation.STOP_RUN.on(run));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunStatus.class,
            names = {"STOPPED", "PAUSED", "FAILED", "ABANDONED"})
    void takesOfAnUnfinishedRunOnlyWhatIsChosen(RunStatus status) throws IOException {
        make(List.of(answer(0), REFUSED, answer(2)), status, 9);

        refuses(
                () -> open("run:" + run),
                "Run " + run + " is not complete: 3 of 9 rows are done.",
                "The answers that it has are run:" + run + "?status=SUCCEEDED,REUSED.");
        assertThat(items(open("run:" + run + "?status=SUCCEEDED,REUSED"))).hasSize(2);
    }

    @Test
    void saysHowAnUnfinishedRunIsCompleted() {
        make(List.of(REFUSED), RunStatus.FAILED, 2);
        refuses(() -> open("run:" + run), "", "Complete it with " + Operation.RESTART_RUN.on(run) + ". The");
        make(List.of(REFUSED), RunStatus.PAUSED, 2);
        refuses(() -> open("run:" + run), "", "Complete it with " + Operation.RESUME_RUN.on(run) + ". The");
    }

    @Test
    void refusesWhatIsNoChoiceOfRows() {
        make(1);
        refuses(
                () -> open("run:" + run + "?state=SKIPPED"),
                "has 'state' where status or reason is expected",
                "run:ID?");
        refuses(() -> open("run:" + run + "?status=DONE"), "'DONE', which is no status of a row", "SUCCEEDED, REUSED");
        refuses(() -> open("run:" + run + "?reason=LATE"), "'LATE', which is no reason of a skip", "TIMED_OUT");
        refuses(() -> open("run:" + run + "?status"), "'', which is no status", "SUCCEEDED");
        refuses(() -> open("run:" + run + "?"), "has '' where", "");
        refuses(() -> open("run:"), "The name of the run is empty.", "");
        refuses(() -> open("run:nope"), "There is no run nope.", "");
    }

    @Test
    void refusesWhatOnlyFilesHave() {
        make(1);
        for (InputOptions options : List.of(
                new InputOptions("csv", StandardCharsets.UTF_8, ','),
                new InputOptions(null, StandardCharsets.ISO_8859_1, ','),
                new InputOptions(null, StandardCharsets.UTF_8, ';'))) {
            refuses(() -> open("run:" + run, options), "is no file", "Leave out " + Setting.INPUT_FORMAT);
        }
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        make(List.of(REFUSED), RunStatus.COMPLETED, 1, columns("answer.team"), false);

        refuses(
                () -> open("run:" + run),
                "has two values for the column answer.team",
                Operation.EXPORT_RUN.on(run) + ", where the answers' column is team");
    }

    @Test
    void keepsTheTypesOfAnswersThatWereItsInput() throws IOException {
        make(List.of(REFUSED), RunStatus.COMPLETED, 1, columns("answer.vote"), false);

        assertThat(open("run:" + run).schema().answers())
                .containsOnlyKeys("answer.vote", "answer.team", "answer.urgency");
    }

    @Test
    void refusesRowsThatWereTooLargeToBeKept() throws IOException {
        make(List.of(REFUSED, answer(1)));
        Lease lease = begin();
        Samples.take(
                splits(), lease, Objects.requireNonNull(runs().get(run.value()).items()));
        records().reopen(lease, List.of(0L));
        records().save(lease, List.of(record(0, answer(0), "{\"n\":\"0\",\"llmp_left_out\":{\"text\":3000000}}")));
        runs().end(lease, RunStatus.COMPLETED, null, Samples.START);

        refuses(
                () -> items(open("run:" + run)),
                "Row 0 of run " + run + " was too large to be kept",
                "Write the run's output with " + Operation.EXPORT_RUN.on(run));
    }

    @Test
    void saysThatAnswersAreASimulators() throws IOException {
        make(List.of(answer(0), REFUSED), RunStatus.COMPLETED, 2, COLUMNS, true);

        assertThat(open("run:" + run).plan(Dataset.NO_LIMIT, rows -> 1).warnings())
                .containsExactly("The answers of run " + run + " are a simulator's.");
        assertThat(open("run:" + run + "?status=SKIPPED")
                        .plan(Dataset.NO_LIMIT, rows -> 1)
                        .warnings())
                .isEmpty();
    }

    @Test
    void isNotToBeReplacedByWhatIsMadeOfIt() throws IOException {
        make(1);
        Run stored = runs().get(run.value());

        assertThat(open().overlap(stored.identity().output())).isEqualTo(Dataset.Overlap.REPLACES);
        assertThat(open().overlap("/out/other.csv")).isEqualTo(Dataset.Overlap.NONE);
    }

    /** Columns of which {@code answer} holds teams. */
    private static RowSchema columns(String answer) {
        JsonNode team = AnswerCheck.columns(TEMPLATE).get("team");
        return new RowSchema(List.of(NUMBER, answer), null, Map.of(), Map.of(answer, team));
    }

    private static void refuses(ThrowingCallable action, String problem, String remedy) {
        assertThatThrownBy(action).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
            assertThat(e.problem()).contains(problem);
            assertThat(e.remedy()).contains(remedy);
        });
    }

    private static List<Item> items(Dataset dataset) throws IOException {
        List<Item> items = new ArrayList<>();
        for (Split split : dataset.plan(Dataset.NO_LIMIT, rows -> 2).splits()) {
            try (ItemCursor cursor = dataset.open(split)) {
                for (Item item = cursor.next(); item != null; item = cursor.next()) {
                    items.add(item);
                }
            }
        }
        return items;
    }

    private static Outcome answer(int urgency) {
        return new Outcome.Answered("{\"team\":\"sales\",\"urgency\":" + urgency + "}");
    }

    private void make(List<Outcome> outcomes) {
        itemsPerNumber = 1;
        make(outcomes, RunStatus.COMPLETED, outcomes.size());
    }

    private void make(List<Outcome> outcomes, RunStatus status, int items) {
        make(outcomes, status, items, COLUMNS, false);
    }

    /** Makes another run, of a row for each outcome. */
    private void make(List<Outcome> outcomes, RunStatus status, int items, RowSchema columns, boolean simulated) {
        RunIdentity identity = Samples.identity("run" + made++);
        Run created = Run.neverStarted(identity, 1, simulated, columns, Samples.START.plusSeconds(made));
        run = runs().create(created).id();
        Lease lease = begin();
        Samples.take(splits(), lease, items);
        List<JobRecord> all = IntStream.range(0, outcomes.size())
                .mapToObj(item -> record(item, outcomes.get(item)))
                .toList();
        for (int from = 0; from < all.size(); from += 500) {
            records().save(lease, all.subList(from, Math.min(all.size(), from + 500)));
        }
        runs().end(lease, status, null, Samples.START.plusSeconds(5));
    }

    private Lease begin() {
        return runs().begin(run, Samples.execution("owner"), Samples.START);
    }

    private JobRecord record(long item, Outcome outcome) {
        return record(item, outcome, "{\"n\":\"" + item / itemsPerNumber + "\",\"text\":\"1.50\"}");
    }

    private JobRecord record(long item, Outcome outcome, String input) {
        return new JobRecord(
                run, item, "k", Samples.SPLIT, input, null, outcome, CallCosts.NONE, Samples.PROVENANCE, Samples.START);
    }

    /** A registry of the one version that all runs here were made with. */
    private static TemplateRegistry templates() {
        TemplateVersion version = new TemplateVersion(TEMPLATE, 3, "d", "triage.yaml", "me", Samples.START);
        return (TemplateRegistry) Proxy.newProxyInstance(
                TemplateRegistry.class.getClassLoader(),
                new Class<?>[] {TemplateRegistry.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName() + arguments[0]).isEqualTo("get" + new TemplateRef("ticket-triage", 3));
                    return version;
                });
    }
}
