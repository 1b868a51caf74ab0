package io.llmp.batch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import io.llmp.batch.input.InputFingerprint;
import io.llmp.batch.input.RowSchema;
import io.llmp.batch.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of runs does. The store is shared by all tests, so each makes runs newer than those before. */
public abstract class RunStoreContract {

    private static Instant clock = Samples.START;

    protected abstract RunStore runs();

    /** Returns such a store whose process dies once it has noted an event, before it commits. */
    protected abstract RunStore dyingRuns();

    /** Returns what was noted beside the runs. */
    protected abstract EventLog events();

    private static Instant tick() {
        clock = clock.plusSeconds(1);
        return clock;
    }

    private Run create(Run run) {
        runs().create(run);
        return run;
    }

    private static void assertSame(Run actual, Run expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(expected);
    }

    @Test
    void keepsEveryFieldOfARunThatWasNeverBegun() {
        RunIdentity identity = new RunIdentity(
                Samples.PROVENANCE,
                "/dätä/*.parquet",
                new InputFingerprint(9_000_000_000L, "b".repeat(64)),
                "/out/a b.parquet",
                5_000_000_000L,
                "night's \"run\"");
        Run run = new Run(
                identity.id(1),
                identity,
                1,
                true,
                new RowSchema(List.of("a,b", "c\"d", "ü"), "{\"type\":\"record\",\"name\":\"r\",\"fields\":[]}"),
                RunStatus.RUNNING,
                null,
                null,
                RunCounts.NONE,
                0,
                false,
                tick(),
                null,
                null);
        create(run);
        assertSame(runs().get(run.id().value()), run);
        assertSame(runs().newest(identity).orElseThrow(), run);
    }

    @Test
    void theNewestRunOfAnIdentityHasTheHighestOrdinal() {
        RunIdentity identity = Samples.identity("again");
        Instant at = tick();
        create(Samples.run(identity, 1, at));
        create(Samples.run(identity, 10, at));
        create(Samples.run(identity, 9, at.plusSeconds(5)));
        create(Samples.run("not-again", 99, at));
        assertThat(runs().newest(identity).orElseThrow().ordinal()).isEqualTo(10);
        assertThat(runs().newest(Samples.identity("never"))).isEmpty();
        clock = at.plusSeconds(5);
    }

    @Test
    void aRunIsFoundByAnyBeginningOfItsNameThatNoOtherHas() {
        create(Samples.run(new RunId("zz10000000"), Samples.identity("zz1"), 1, tick()));
        create(Samples.run(new RunId("zz10000001"), Samples.identity("zz2"), 1, tick()));
        create(Samples.run(new RunId("zy00000000"), Samples.identity("zy"), 1, tick()));
        assertThat(runs().get("zy").id().value()).isEqualTo("zy00000000");
        assertThat(runs().get("zz10000001").id().value()).isEqualTo("zz10000001");
        assertInvalid("zz", "2 runs begin with zz");
        assertInvalid("z", "3 runs begin with z");
        assertInvalid("zzz", "no run zzz");
        assertInvalid("%", "no run %");
        assertInvalid("zy00000000x", "no run zy00000000x");
    }

    @Test
    void lastMeansTheNewestAndListsComeNewestFirst() {
        Run first = create(Samples.run("first", 1, tick()));
        Run second = create(Samples.run("second", 1, tick()));
        assertThat(runs().get("last").id()).isEqualTo(second.id());
        assertThat(runs().list()).extracting(Run::id).startsWith(second.id(), first.id());
        assertThat(runs().list()).extracting(Run::createdAt).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void aSiblingHasTheSameTemplateInputAndOutputButIsAnotherRun() {
        RunIdentity identity = Samples.identity("sibling");
        RunIdentity changed = with(identity, identity.input(), "c".repeat(64), identity.output());
        RunIdentity changedAgain = with(identity, identity.input(), "e".repeat(64), identity.output());
        create(Samples.run(with(identity, "/elsewhere", "c".repeat(64), identity.output()), 1, tick()));
        create(Samples.run(with(identity, identity.input(), "c".repeat(64), "/out/else"), 1, tick()));
        create(Samples.run(identity, 1, tick()));
        assertThat(runs().newestSibling(identity)).isEmpty();
        create(Samples.run(changed, 1, tick()));
        create(Samples.run(changedAgain, 1, tick()));
        create(Samples.run(identity, 2, tick()));
        assertThat(runs().newestSibling(identity).orElseThrow().identity()).isEqualTo(changedAgain);
        assertThat(runs().newestSibling(changedAgain).orElseThrow().ordinal()).isEqualTo(2);
    }

    @Test
    void aRunsLifeIsKept() {
        Run run = create(Samples.run("life", 1, tick()));
        Instant begun = tick();
        runs().started(run.id(), begun);
        runs().counted(run.id(), 5_000_000_000L);
        runs().ended(run.id(), RunStatus.FAILED, "x".repeat(9000), tick());
        Run failed = runs().get(run.id().value());
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(failed.failure()).hasSize(4000);
        assertThat(failed.items()).isEqualTo(5_000_000_000L);
        assertThat(failed.startedAt()).isEqualTo(begun);
        assertThat(failed.endedAt()).isEqualTo(clock);

        runs().started(run.id(), tick());
        Run again = runs().get(run.id().value());
        assertThat(again.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(again.failure()).isNull();
        assertThat(again.endedAt()).isNull();
        assertThat(again.startedAt()).isEqualTo(clock);
        assertThat(again.executions()).isEqualTo(2);

        runs().exported(run.id());
        runs().ended(run.id(), RunStatus.COMPLETED, null, tick());
        Run complete = runs().get(run.id().value());
        assertThat(complete.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(complete.failure()).isNull();
        assertThat(complete.exported()).isTrue();
    }

    @Test
    void everyBeginAndEndIsNoted() {
        Run run = create(Samples.run("noted", 1, tick()));
        runs().started(run.id(), tick());
        runs().ended(run.id(), RunStatus.FAILED, "no key", tick());
        runs().started(run.id(), tick());
        runs().ended(run.id(), RunStatus.STOPPED, null, tick());
        runs().started(run.id(), tick());
        runs().buryDead(tick());
        runs().started(run.id(), tick());
        runs().ended(run.id(), RunStatus.COMPLETED, null, tick());

        List<Event> noted = events().ofRun(run.id().value(), null);
        assertThat(noted)
                .extracting(Event::kind)
                .containsExactly(
                        EventKind.RUN_COMPLETED,
                        EventKind.RUN_RESTARTED,
                        EventKind.RUN_FAILED,
                        EventKind.RUN_RESTARTED,
                        EventKind.RUN_STOPPED,
                        EventKind.RUN_RESTARTED,
                        EventKind.RUN_FAILED,
                        EventKind.RUN_STARTED);
        assertThat(noted.get(0).createdAt()).isEqualTo(clock);
        assertThat(noted.get(2).reason()).contains("died");
        assertThat(noted.get(6).reason()).isEqualTo("no key");
        assertThat(noted.get(7).subject())
                .isEqualTo(new EventSubject("ticket-triage", 3, run.id().value()));
    }

    @Test
    void aChangeWhoseTransactionFailsLeavesNeitherItselfNorItsEvent() {
        Run run = create(Samples.run("dying", 1, tick()));
        assertThatThrownBy(() -> dyingRuns().started(run.id(), tick())).isInstanceOf(IllegalStateException.class);
        assertThat(runs().get(run.id().value()).executions()).isZero();
        runs().started(run.id(), tick());
        assertThatThrownBy(() -> dyingRuns().ended(run.id(), RunStatus.COMPLETED, null, tick()))
                .isInstanceOf(IllegalStateException.class);

        assertThat(runs().get(run.id().value()).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(events().ofRun(run.id().value(), null))
                .extracting(Event::kind)
                .containsExactly(EventKind.RUN_STARTED);
        runs().ended(run.id(), RunStatus.STOPPED, null, tick());
    }

    @Test
    void countsTheRunsOfEachVersion() {
        RunIdentity identity = Samples.identity("counted");
        Provenance second = new Provenance("counted", 2, "d".repeat(64), "openai", "m");
        create(Samples.run(of(identity, new Provenance("counted", 1, "d".repeat(64), "openai", "m")), 1, tick()));
        create(Samples.run(of(identity, second), 1, tick()));
        create(Samples.run(of(identity, second), 2, tick()));

        assertThat(runs().countByVersion("counted")).isEqualTo(Map.of(1, 1L, 2, 2L));
        assertThat(runs().countByVersion("nothing")).isEmpty();
    }

    private static RunIdentity of(RunIdentity identity, Provenance provenance) {
        return new RunIdentity(provenance, identity.input(), identity.fingerprint(), identity.output(), null, null);
    }

    @Test
    void buriesWhatIsMarkedAsRunningAndNothingElse() {
        Run running = create(Samples.run("running", 1, tick()));
        Run stopped = create(Samples.run("stopped", 1, tick()));
        runs().started(running.id(), tick());
        runs().started(stopped.id(), clock);
        Instant ended = clock;
        runs().ended(stopped.id(), RunStatus.STOPPED, null, ended);
        runs().buryDead(tick());
        Run dead = runs().get(running.id().value());
        assertThat(dead.status()).isEqualTo(RunStatus.FAILED);
        assertThat(dead.failure()).contains("died");
        assertThat(dead.endedAt()).isEqualTo(clock);
        Run untouched = runs().get(stopped.id().value());
        assertThat(untouched.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(untouched.endedAt()).isEqualTo(ended);
    }

    @Test
    void knowsWhichOutputsAreOurs() {
        Run run = create(Samples.run("output", 1, tick()));
        assertThat(runs().wroteOutput("/out/output.csv")).isFalse();
        runs().exported(run.id());
        assertThat(runs().wroteOutput("/out/output.csv")).isTrue();
        assertThat(runs().wroteOutput("/out/OUTPUT.csv")).isFalse();
    }

    private void assertInvalid(String prefix, String problem) {
        assertThatThrownBy(() -> runs().get(prefix)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
            assertThat(e.problem()).contains(problem);
        });
    }

    private static RunIdentity with(RunIdentity identity, String input, String sha256, String output) {
        return new RunIdentity(identity.provenance(), input, new InputFingerprint(1, sha256), output, null, null);
    }
}
