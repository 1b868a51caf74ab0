package io.llmp.batch.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmp.batch.event.EventLog;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.TemplateRegistry.Applied;
import io.llmp.batch.template.TemplateRegistry.Moved;
import io.llmp.batch.template.TemplateRegistry.Rollout;
import io.llmp.batch.template.file.RandomTemplates;
import io.llmp.batch.template.file.TemplateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link TemplateRegistry} promises. Long because it is one port and one contract, which an implementation extends. */
public abstract class TemplateRegistryContract {

    private static final JobTemplate TRIAGE = Templates.of(Templates.TICKET_TRIAGE);

    /** The time that the registries under test see; steps by a second each time it is read. */
    protected Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");

    /** Returns a registry on the test's own, at first empty database, as another process would have it. */
    protected abstract TemplateRegistry registry();

    /** Returns such a registry whose process dies once it has noted an event, before it commits. */
    protected abstract TemplateRegistry dyingRegistry();

    /** Returns what was noted in that database. */
    protected abstract EventLog events();

    protected final synchronized Instant tick() {
        now = now.plusSeconds(1);
        return now;
    }

    @Test
    void theFirstVersionIsOneAndActive() {
        Applied applied = registry().apply(TRIAGE, "tickets.yaml");

        assertThat(applied.created()).isTrue();
        assertThat(applied.version().reference()).isEqualTo("ticket-triage@1");
        assertThat(applied.version().digest()).isEqualTo(TemplateDigest.of(TRIAGE));
        assertThat(applied.version().source()).isEqualTo("tickets.yaml");
        assertThat(applied.version().createdBy()).isEqualTo("somebody");
        assertThat(active("ticket-triage")).isEqualTo(1);
        assertThat(registry().get(TemplateRef.parse("ticket-triage"))).isEqualTo(applied.version());
        assertThat(registry().get(TemplateRef.parse("ticket-triage@1"))).isEqualTo(applied.version());
        assertThat(registry().versions("ticket-triage")).containsExactly(applied.version());
    }

    @Test
    void onlyAChangeMakesAVersion() {
        TemplateRegistry registry = registry();
        registry.apply(TRIAGE, "tickets.yaml");

        Applied same = registry.apply(Templates.of("# again\n" + Templates.TICKET_TRIAGE), "copy.yaml");
        Applied changed = registry.apply(variant("5"), "tickets.yaml");

        assertThat(same.created()).isFalse();
        assertThat(same.version().source()).as("unchanged").isEqualTo("tickets.yaml");
        assertThat(changed.created()).isTrue();
        assertThat(changed.version().version()).isEqualTo(2);
        assertThat(active("ticket-triage")).isEqualTo(2);
        assertThat(registry.get(new TemplateRef("ticket-triage", 1)).template()).isEqualTo(TRIAGE);
    }

    @Test
    void returningToAnEarlierContentIsANewVersion() {
        TemplateRegistry registry = registry();
        registry.apply(TRIAGE, "a");
        registry.apply(variant("5"), "a");

        assertThat(registry.apply(TRIAGE, "a").version().version()).isEqualTo(3);
        assertThat(registry.versions("ticket-triage"))
                .extracting(TemplateVersion::version)
                .containsExactly(3, 2, 1);
    }

    @Test
    void keepsContentExactly() {
        JobTemplate exact = Templates.of("""
                name: exact
                instruction: "Grüße 😀 \\u0000 \\\\ ' -- ; %s ?"
                input:
                  type: object
                  properties:
                    z: {enum: [1.50, 1, 12345678901234567890, no, null, true]}
                    a: {default: {y: 0.1, b: []}}
                output: {type: object, properties: {z: {}, a: {}}}
                model: {seed: 9223372036854775807, temperature: 0.1}
                """);
        registry().apply(exact, "exact.yaml");

        JobTemplate kept = registry().get(TemplateRef.parse("exact")).template();

        assertThat(kept).isEqualTo(exact);
        assertThat(TemplateJson.write(kept)).as("in the file's order").isEqualTo(TemplateJson.write(exact));
    }

    @Test
    void whatIsShownRegistersTheSameVersionAgain(@TempDir Path directory) throws IOException {
        TemplateRegistry registry = registry();
        Random seeds = new Random(20260404);
        for (int i = 0; i < 50; i++) {
            JobTemplate template = RandomTemplates.next(seeds);
            TemplateVersion version = registry.apply(template, "t.yaml").version();

            String shown = "# " + version.reference() + "\n"
                    + TemplateFile.write(registry.get(new TemplateRef(version.name(), version.version()))
                            .template());
            JobTemplate read = TemplateFile.read(Files.writeString(directory.resolve("shown.yaml"), shown));
            Applied again = registry.apply(read, "shown.yaml");

            assertThat(again.created()).as(shown).isFalse();
            assertThat(again.version()).isEqualTo(version);
        }
    }

    @Test
    void keepsALargeTemplate() {
        JobTemplate large = Templates.of("{name: large, instruction: " + "word ".repeat(180_000)
                + ", input: {type: object, properties: {a: {}}}}");
        registry().apply(large, "s".repeat(5_000));

        assertThat(registry().get(TemplateRef.parse("large")).template()).isEqualTo(large);
        assertThat(registry().get(TemplateRef.parse("large")).source()).hasSize(1000);
    }

    @Test
    void listsActiveVersionsNewestFirst() {
        TemplateRegistry registry = registry();
        assertThat(registry.list()).isEmpty();
        registry.apply(named("b"), "b");
        registry.apply(named("a"), "a");
        registry.apply(variant("5"), "t");
        registry.apply(variant("6"), "t");

        registry.apply(named("draft"), "d", Rollout.DRAFT, null);

        assertThat(registry.list())
                .extracting(listed -> listed.version().reference())
                .containsExactly("draft@1", "ticket-triage@2", "a@1", "b@1");
    }

    @Test
    void whatIsNotThereIsAnsweredWithWhatIs() {
        TemplateRegistry registry = registry();
        assertThat(problem(registry, "ticket-triage").problem())
                .isEqualTo("There is no job template 'ticket-triage'; none is registered yet.");
        registry.apply(TRIAGE, "a");
        registry.apply(named("other"), "a");
        registry.apply(variant("5"), "a");

        assertThat(problem(registry, "tickt-triage").problem())
                .isEqualTo("There is no job template 'tickt-triage'. Did you mean 'ticket-triage'?");
        assertThat(problem(registry, "tickt-triage").remedy()).startsWith("Registered are: other, ticket-triage.");
        assertThat(problem(registry, "ticket-triage@3").problem())
                .isEqualTo("The job template 'ticket-triage' has no version 3. Its versions are: 2, 1.");
        assertThat(problem(registry, "nothing@3").problem()).isEqualTo("There is no job template 'nothing'.");
        assertThat(catchThrowableOfType(ProblemException.class, () -> registry.versions("x")))
                .isNotNull();
        assertThat(catchThrowableOfType(ProblemException.class, () -> registry.status("x")))
                .isNotNull();
    }

    @Test
    @Timeout(120)
    void manyProcessesAtOnceCountVersionsWithoutGapOrDouble() throws Exception {
        List<Applied> different =
                atOnce(IntStream.range(0, 8).mapToObj(i -> variant("1" + i)).toList());
        List<Applied> same =
                atOnce(IntStream.range(0, 8).mapToObj(i -> variant("99")).toList());

        assertThat(different).allMatch(Applied::created);
        assertThat(different)
                .extracting(applied -> applied.version().version())
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(same).filteredOn(Applied::created).hasSize(1);
        assertThat(same).extracting(applied -> applied.version().version()).containsOnly(9);
        assertThat(registry().versions("ticket-triage")).hasSize(9);
        assertThat(active("ticket-triage")).isEqualTo(9);
    }

    private List<Applied> atOnce(List<JobTemplate> templates) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(templates.size());
        try {
            CountDownLatch ready = new CountDownLatch(templates.size());
            List<Future<Applied>> futures = new ArrayList<>();
            for (JobTemplate template : templates) {
                TemplateRegistry registry = registry();
                futures.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return registry.apply(template, "a");
                }));
            }
            List<Applied> applied = new ArrayList<>();
            for (Future<Applied> future : futures) {
                applied.add(future.get());
            }
            return applied;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aDraftHasNoActiveVersionUntilOneIsActivated() {
        TemplateRegistry registry = registry();
        registry.apply(TRIAGE, "a", Rollout.DRAFT, "not yet");

        assertThat(registry.status("ticket-triage").state()).isEqualTo(TemplateState.DRAFT);
        assertThat(problem(registry, "ticket-triage").remedy()).contains("ticket-triage@latest");
        assertThat(registry.get(TemplateRef.parse("ticket-triage@latest")).version())
                .isEqualTo(1);
        registry.move("ticket-triage", TemplateMove.activate(1), "now");

        assertThat(registry.get(TemplateRef.parse("ticket-triage@active")).version())
                .isEqualTo(1);
        assertThat(history()).containsExactly("ACTIVATED 1 now", "CREATED 1 not yet");
    }

    @Test
    void aDraftOfAnActiveTemplateLeavesItsActiveVersion() {
        TemplateRegistry registry = registry();
        registry.apply(TRIAGE, "a");
        registry.apply(variant("5"), "a", Rollout.DRAFT, null);

        assertThat(active("ticket-triage")).isEqualTo(1);
        assertThat(registry.get(TemplateRef.parse("ticket-triage@latest")).version())
                .isEqualTo(2);
    }

    @Test
    void aRollbackMovesTheActiveVersionAndRemovesNone() {
        TemplateRegistry registry = registry();
        registry.apply(TRIAGE, "a");
        registry.apply(variant("5"), "a");

        Moved moved = registry.move("ticket-triage", TemplateMove.rollBack(1), "worse");
        Moved again = registry.move("ticket-triage", TemplateMove.rollBack(1), "worse");

        assertThat(moved.before().activeVersion()).isEqualTo(2);
        assertThat(moved.after().activeVersion()).isEqualTo(1);
        assertThat(again.after()).isEqualTo(again.before());
        assertThat(registry.versions("ticket-triage")).hasSize(2);
        assertThat(registry.apply(variant("5"), "a").created())
                .as("applying the newest again does not undo it")
                .isFalse();
        assertThat(active("ticket-triage")).isEqualTo(1);
        assertThat(history())
                .containsExactly("ROLLED_BACK 1 worse", "ACTIVATED 2", "VERSION_ADDED 2", "ACTIVATED 1", "CREATED 1");
    }

    @Test
    void aPauseEndsAndARetirementDoesNot() {
        TemplateRegistry registry = registry();
        registry.apply(TRIAGE, "a");
        registry.move("ticket-triage", TemplateMove.PAUSE, "broken");
        registry.apply(variant("5"), "a", Rollout.ACTIVE, "mended");

        assertThat(registry.status("ticket-triage"))
                .isEqualTo(new TemplateStatus("ticket-triage", TemplateState.PAUSED, 2));
        registry.move("ticket-triage", TemplateMove.RESUME, null);
        registry.move("ticket-triage", TemplateMove.RETIRE, "replaced");

        assertThat(catchThrowableOfType(ProblemException.class, () -> registry.apply(variant("6"), "a")))
                .isNotNull();
        assertThat(registry.apply(variant("5"), "a").created()).isFalse();
        assertThat(registry.get(TemplateRef.parse("ticket-triage")).version()).isEqualTo(2);
        assertThat(history())
                .startsWith(
                        "RETIRED replaced", "RESUMED", "ACTIVATED 2 mended", "VERSION_ADDED 2 mended", "PAUSED broken");
    }

    @Test
    void aVersionThatIsNotThereCannotBecomeActive() {
        TemplateRegistry registry = registry();
        registry.apply(TRIAGE, "a");

        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> registry.move("ticket-triage", TemplateMove.activate(2), null))
                        .problem())
                .contains("has no version 2. Its versions are: 1");
        assertThat(catchThrowableOfType(ProblemException.class, () -> registry.move("x", TemplateMove.PAUSE, null)))
                .isNotNull();
        assertThat(history()).hasSize(2);
    }

    @Test
    void aChangeWhoseTransactionFailsLeavesNeitherItselfNorItsEvent() {
        TemplateRegistry dying = dyingRegistry();
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> dying.apply(TRIAGE, "a")))
                .isNotNull();
        assertThat(registry().list()).isEmpty();
        assertThat(history()).isEmpty();
        registry().apply(TRIAGE, "a");
        List<String> before = history();

        assertThat(catchThrowableOfType(IllegalStateException.class, () -> dying.apply(variant("5"), "a")))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        IllegalStateException.class, () -> dying.move("ticket-triage", TemplateMove.PAUSE, null)))
                .isNotNull();

        assertThat(registry().versions("ticket-triage")).hasSize(1);
        assertThat(registry().status("ticket-triage").state()).isEqualTo(TemplateState.ACTIVE);
        assertThat(history()).isEqualTo(before);
    }

    @Test
    void aClockThatGoesBackwardsChangesNoOrder() {
        TemplateRegistry registry = registry();
        registry.apply(TRIAGE, "a");
        now = now.minusSeconds(1_000_000);
        registry.apply(variant("5"), "a");
        now = now.minusSeconds(1_000_000);
        registry.move("ticket-triage", TemplateMove.rollBack(1), null);
        now = now.minusSeconds(1_000_000);
        registry.apply(variant("6"), "a");

        assertThat(registry.versions("ticket-triage"))
                .extracting(TemplateVersion::version)
                .containsExactly(3, 2, 1);
        assertThat(registry.get(TemplateRef.parse("ticket-triage@latest")).version())
                .isEqualTo(3);
        assertThat(history())
                .containsExactly(
                        "ACTIVATED 3",
                        "VERSION_ADDED 3",
                        "ROLLED_BACK 1",
                        "ACTIVATED 2",
                        "VERSION_ADDED 2",
                        "ACTIVATED 1",
                        "CREATED 1");
    }

    private @Nullable Integer active(String name) {
        return registry().status(name).activeVersion();
    }

    private List<String> history() {
        return events().ofTemplate("ticket-triage", true, null).stream()
                .map(event -> Stream.of(event.kind(), event.subject().version(), event.reason())
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static ProblemException problem(TemplateRegistry registry, String ref) {
        return catchThrowableOfType(ProblemException.class, () -> registry.get(TemplateRef.parse(ref)));
    }

    private static JobTemplate variant(String repairs) {
        return Templates.of(Templates.TICKET_TRIAGE.replace("repairs: 2", "repairs: " + repairs));
    }

    private static JobTemplate named(String name) {
        return Templates.of(Templates.TICKET_TRIAGE.replace("name: ticket-triage", "name: " + name));
    }
}
