package io.llmp.batch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import io.llmp.batch.input.InputFingerprint;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every store of runs does. The store is shared by all tests, so each makes runs newer than those before. Long because
 * it is one port and one contract, which an implementation extends.
 */
public abstract class RunStoreContract {

    private static Instant clock = Samples.START;

    protected abstract RunStore runs();

    protected abstract SplitStore splits();

    /** Returns such a store whose process dies once it has noted an event, before it commits. */
    protected abstract RunStore dyingRuns();

    /** Returns what was noted beside the runs. */
    protected abstract EventLog events();

    /** Makes of a run what a version that kept command lines left. */
    protected abstract void keepArguments(Run run, String arguments);

    /** Has a run have cost so much. */
    protected abstract void cost(Run run, BigDecimal dollars);

    private static Instant tick() {
        clock = clock.plusSeconds(1);
        return clock;
    }

    private Run create(Run run) {
        return runs().create(run);
    }

    private Lease begin(Run run) {
        return runs().begin(run.id(), Samples.execution("owner " + tick()), clock);
    }

    private Run read(Run run) {
        return runs().get(run.id().value());
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
        Run run = Run.neverStarted(
                identity,
                1,
                true,
                new RowSchema(List.of("a,b", "c\"d", "ü"), "{\"type\":\"record\",\"name\":\"r\",\"fields\":[]}"),
                tick());
        create(run);
        assertSame(runs().get(run.id().value()), run);
        assertSame(runs().newest(identity).orElseThrow(), run);
    }

    @Test
    void keepsWhatWasAskedOfARunWhenItWasLastBegun() {
        Run run = create(Samples.run("asked", 1, tick()));
        assertThat(runs().spec(run.id())).isEmpty();
        Lease lease = begin(run);
        assertThat(runs().spec(run.id())).contains(Samples.SPEC);
        runs().end(lease, RunStatus.STOPPED, null, tick());
        ExecutionStart other =
                new ExecutionStart("owner " + tick(), "here", 1, "{\"format\":2}", null, Duration.ofSeconds(90));
        runs().begin(run.id(), other, clock);
        assertThat(runs().spec(run.id())).contains("{\"format\":2}");
        assertThat(runs().arguments(run.id())).isEmpty();
    }

    @Test
    void aSpecTakesThePlaceOfTheArgumentsOfFormerVersionsOnce() {
        Run run = create(Samples.run("former", 1, tick()));
        Run bystander = create(Samples.run("bystander", 1, tick()));
        for (Run former : List.of(run, bystander)) {
            keepArguments(former, "{\"directory\":\"/tmp\"}");
        }
        assertThat(runs().spec(run.id())).isEmpty();
        assertThat(runs().arguments(run.id())).contains("{\"directory\":\"/tmp\"}");

        runs().replaceArguments(run.id(), "{\"format\":1}");
        assertThat(runs().spec(run.id())).contains("{\"format\":1}");
        assertThat(runs().arguments(run.id())).isEmpty();
        assertThat(runs().spec(bystander.id())).isEmpty();
        assertThat(runs().arguments(bystander.id())).isPresent();

        runs().replaceArguments(run.id(), "{\"format\":3}");
        assertThat(runs().spec(run.id())).contains("{\"format\":1}");
    }

    @Test
    void anExecutionLeavesNoArgumentsOfFormerVersions() {
        Run run = create(Samples.run("former-command", 1, tick()));
        keepArguments(run, "{}");
        begin(run);
        assertThat(runs().arguments(run.id())).isEmpty();
        assertThat(runs().spec(run.id())).contains(Samples.SPEC);
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
        assertInvalid("", "name of the run is empty");
    }

    @Test
    void aNameThatIsNoRunsNamesThoseThatMayBeMeant() {
        create(Samples.run(new RunId("4ac1e87702"), Samples.identity("meant1"), 1, tick()));
        create(Samples.run(new RunId("4ac9900000"), Samples.identity("meant2"), 1, tick()));
        assertRemedy("4ac", "Give more of the name of one of these:\n  4ac9900000  ticket-triage@3  2026-0");
        assertRemedy("4ac", "\n  4ac1e87702  ticket-triage@3  2026-0");
        assertRemedy("4ac1e87072", "Did you mean this one?\n  4ac1e87702  ticket-triage@3  2026-0");
        assertRemedy("4c1e87702", "Did you mean this one?\n  4ac1e87702");
        assertRemedy("4ac1e877022", "Did you mean this one?\n  4ac1e87702");
        assertRemedy("4AC1E8", "Did you mean this one?\n  4ac1e87702");
        assertRemedy("5ac1e8", "Did you mean this one?\n  4ac1e87702");
        assertRemedy("nothing-like-it-at-all", "The newest runs are:\n  4ac9900000  ticket-triage@3");
        assertRemedy("nothing-like-it-at-all", " more; see " + Operation.LIST_RUNS);
        assertRemedy("", "The newest runs are:\n  4ac9900000");
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
    void aRunThatAnotherProcessHasJustMadeIsThatRun() {
        Run first = create(Samples.run("made twice", 1, tick()));
        Run second = runs().create(Samples.run("made twice", 1, tick()));
        assertSame(second, first);
        assertThat(runs().newest(first.identity()).orElseThrow().ordinal()).isEqualTo(1);
    }

    @Test
    void aRunsLifeIsKept() {
        Run run = create(Samples.run("life", 1, tick()));
        Lease lease = begin(run);
        assertThat(read(run).startedAt()).isEqualTo(clock);
        assertThat(read(run).place()).isEqualTo("process 4711 on testhost");
        Samples.take(splits(), lease, 5_000_000_000L);
        runs().end(lease, RunStatus.FAILED, "x".repeat(9000), tick());
        Run failed = read(run);
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(failed.failure()).hasSize(4000);
        assertThat(failed.items()).isEqualTo(5_000_000_000L);
        assertThat(failed.endedAt()).isEqualTo(clock);
        assertThat(failed.place()).isNull();

        Lease second = begin(run);
        Run again = read(run);
        assertThat(again.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(again.failure()).isNull();
        assertThat(again.endedAt()).isNull();
        assertThat(again.startedAt()).isEqualTo(clock);
        assertThat(again.executions()).isEqualTo(2);

        runs().exported(second);
        runs().end(second, RunStatus.COMPLETED, null, tick());
        Run complete = read(run);
        assertThat(complete.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(complete.failure()).isNull();
        assertThat(complete.exported()).isTrue();
        assertThat(complete.completions()).isEqualTo(1);
    }

    @Test
    void oneExecutionAtATimeHasARun() {
        Run run = create(Samples.run("taken", 1, tick()));
        Lease lease = begin(run);
        assertThatThrownBy(() -> begin(run)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.IN_USE);
            assertThat(e.problem()).contains("already running", "process 4711 on testhost");
        });
        runs().end(lease, RunStatus.STOPPED, null, tick());
        runs().end(begin(run), RunStatus.STOPPED, null, tick());
    }

    @Test
    void aBeginThatIsRepeatedBecauseNobodySawItsEndIsOne() {
        Run run = create(Samples.run("seen late", 1, tick()));
        Lease lease = runs().begin(run.id(), Samples.execution("patient"), tick());
        assertThat(runs().begin(run.id(), Samples.execution("patient"), tick())).isEqualTo(lease);
        assertThat(read(run).executions()).isEqualTo(1);
        assertThat(events().ofRun(run.id().value(), null)).hasSize(1);
        runs().end(lease, RunStatus.STOPPED, null, tick());
    }

    @Test
    void ofManyThatBeginARunAtOnceOneDoes() throws Exception {
        Run run = create(Samples.run("contended", 1, tick()));
        int many = 8;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            CyclicBarrier start = new CyclicBarrier(many);
            List<Future<Lease>> attempts = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                String owner = "contender " + i;
                attempts.add(threads.submit(() -> {
                    start.await();
                    return runs().begin(run.id(), Samples.execution(owner), Samples.START);
                }));
            }
            int won = 0;
            for (Future<Lease> attempt : attempts) {
                try {
                    attempt.get();
                    won++;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(ProblemException.class);
                }
            }
            assertThat(won).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(read(run).executions()).isEqualTo(1);
    }

    @Test
    void anExecutionWhoseLeaseHasRunOutLosesItsRunToTheNext() {
        Run run = create(Samples.run("stalled", 1, tick()));
        Lease stalled = begin(run);
        Samples.take(splits(), stalled, 100);
        runs().renew(stalled, Duration.ofSeconds(-1));
        Lease next = begin(run);
        assertThatThrownBy(() -> runs().renew(stalled, Duration.ofSeconds(30))).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> runs().order(stalled)).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> runs().exported(stalled)).isInstanceOf(LeaseLostException.class);
        runs().end(stalled, RunStatus.COMPLETED, null, tick());
        assertThat(read(run).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(events().ofRun(run.id().value(), null))
                .extracting(Event::kind)
                .containsExactly(EventKind.RUN_RESTARTED, EventKind.RUN_FAILED, EventKind.RUN_STARTED);
        runs().end(next, RunStatus.STOPPED, null, tick());
    }

    @Test
    void aLeaseThatIsRenewedIsKept() {
        Run run = create(Samples.run("renewed", 1, tick()));
        Lease lease = begin(run);
        runs().renew(lease, Duration.ofSeconds(-1));
        runs().renew(lease, Duration.ofSeconds(30));
        assertThatThrownBy(() -> begin(run)).isInstanceOf(ProblemException.class);
        runs().end(lease, RunStatus.STOPPED, null, tick());
    }

    @ParameterizedTest
    @EnumSource(RunOrder.Kind.class)
    void anOrderReachesTheExecutionThatWorksOnTheRun(RunOrder.Kind kind) {
        Run run = create(Samples.run("ordered " + kind, 1, tick()));
        Lease lease = begin(run);
        assertThat(runs().order(lease)).isEmpty();
        assertThat(runs().order(run.id(), new RunOrder(kind, "too dear"), tick()))
                .isTrue();
        assertThat(read(run).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(runs().order(lease)).contains(new RunOrder(kind, "too dear"));
        runs().end(lease, kind.status(), "too dear", tick());
        assertThat(read(run).status()).isEqualTo(kind.status());
        assertThat(events().ofRun(run.id().value(), null).get(0).kind().name()).isEqualTo("RUN_" + kind.status());
    }

    @Test
    void anOrderIsForgottenWithTheExecutionItWasFor() {
        Run run = create(Samples.run("forgotten", 1, tick()));
        Lease lease = begin(run);
        runs().order(run.id(), new RunOrder(RunOrder.Kind.STOP, null), tick());
        runs().end(lease, RunStatus.STOPPED, null, tick());
        Lease next = begin(run);
        assertThat(runs().order(next)).isEmpty();
        runs().end(next, RunStatus.STOPPED, null, tick());
    }

    @Test
    void aRunThatNobodyWorksOnFollowsAnOrderAtOnce() {
        Run run = create(Samples.run("idle", 1, tick()));
        runs().end(begin(run), RunStatus.FAILED, "no key", tick());
        assertThat(runs().order(run.id(), new RunOrder(RunOrder.Kind.PAUSE, "wait"), tick()))
                .isFalse();
        assertThat(read(run).status()).isEqualTo(RunStatus.PAUSED);
        assertThat(read(run).failure()).isEqualTo("wait");
        assertNotBeginnable(run, "paused");
        runs().resume(run.id(), "go on", tick());
        assertThat(read(run).status()).isEqualTo(RunStatus.STOPPED);
        assertThat(runs().order(run.id(), new RunOrder(RunOrder.Kind.ABANDON, null), tick()))
                .isFalse();
        assertNotBeginnable(run, "abandoned");
        assertThat(events().ofRun(run.id().value(), null))
                .extracting(Event::kind)
                .startsWith(EventKind.RUN_ABANDONED, EventKind.RUN_RESUMED, EventKind.RUN_PAUSED);
    }

    private void assertNotBeginnable(Run run, String why) {
        assertThatThrownBy(() -> begin(run))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).contains(why));
    }

    @ParameterizedTest
    @CsvSource({
        "STOPPED, STOP",
        "FAILED, STOP",
        "PAUSED, STOP",
        "PAUSED, PAUSE",
        "COMPLETED, STOP",
        "COMPLETED, PAUSE",
        "COMPLETED, ABANDON",
        "ABANDONED, STOP",
        "ABANDONED, PAUSE",
        "ABANDONED, ABANDON"
    })
    void anOrderThatMakesNoSenseIsRefused(RunStatus status, RunOrder.Kind kind) {
        Run run = create(Samples.run("refuses " + status + kind, 1, tick()));
        runs().end(begin(run), status, null, tick());
        assertThatThrownBy(() -> runs().order(run.id(), new RunOrder(kind, null), tick()))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
                    assertThat(e.problem()).contains(status.name().toLowerCase(Locale.ROOT));
                });
        assertThat(read(run).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(
            value = RunStatus.class,
            names = {"RUNNING", "PAUSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void onlyAPausedRunIsResumed(RunStatus status) {
        Run run = create(Samples.run("not paused " + status, 1, tick()));
        runs().end(begin(run), status, null, tick());
        assertThatThrownBy(() -> runs().resume(run.id(), null, tick())).isInstanceOf(ProblemException.class);
        assertThat(read(run).status()).isEqualTo(status);
    }

    @Test
    void everyBeginAndEndIsNoted() {
        Run run = create(Samples.run("noted", 1, tick()));
        runs().end(begin(run), RunStatus.FAILED, "no key", tick());
        runs().end(begin(run), RunStatus.STOPPED, null, tick());
        begin(run);
        runs().failOrphanedRuns(true, tick());
        runs().end(begin(run), RunStatus.COMPLETED, null, tick());

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
        assertThatThrownBy(() -> dyingRuns().begin(run.id(), Samples.execution("dying"), tick()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(read(run).executions()).isZero();
        Lease lease = begin(run);
        assertThatThrownBy(() -> dyingRuns().end(lease, RunStatus.COMPLETED, null, tick()))
                .isInstanceOf(IllegalStateException.class);

        assertThat(read(run).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(events().ofRun(run.id().value(), null))
                .extracting(Event::kind)
                .containsExactly(EventKind.RUN_STARTED);
        runs().end(lease, RunStatus.STOPPED, null, tick());
    }

    @Test
    void keepsThePricesARunWasMadeWith() {
        RunPrice first = price("0.25", null);
        RunPrice second = price("3", "3.75");
        Run run = create(Samples.run("priced", 1, tick()));
        assertThat(read(run).prices()).isEmpty();
        for (RunPrice price : Arrays.asList(first, null, price("0.250", null), second, second, first)) {
            ExecutionStart start =
                    new ExecutionStart("owner " + tick(), "here", 1, Samples.SPEC, price, Duration.ofSeconds(90));
            Lease lease = runs().begin(run.id(), start, clock);
            runs().end(lease, RunStatus.STOPPED, null, tick());
        }
        assertThat(read(run).prices()).containsExactly(first, second, first);
        assertThat(read(run).price()).isEmpty();
    }

    @Test
    void aRunThatHasCostSomethingAtAnUnknownPriceHasNone() {
        Run run = create(Samples.run("priced before", 1, tick()));
        Lease lease = begin(run);
        Samples.take(splits(), lease, 10);
        cost(run, new BigDecimal("0.1"));
        runs().end(lease, RunStatus.STOPPED, null, tick());

        runs().begin(
                        run.id(),
                        new ExecutionStart("later", "here", 1, Samples.SPEC, price("3", null), Duration.ofSeconds(90)),
                        tick());

        assertThat(read(run).prices()).isEmpty();
    }

    private static RunPrice price(String input, @Nullable String cacheWrite) {
        return new RunPrice(
                new BigDecimal(input),
                new BigDecimal("0.025"),
                cacheWrite == null ? null : new BigDecimal(cacheWrite),
                new BigDecimal("2"));
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
        Samples.take(splits(), begin(running), 1000);
        runs().end(begin(stopped), RunStatus.STOPPED, null, tick());
        Instant ended = clock;
        runs().failOrphanedRuns(true, tick());
        Run dead = read(running);
        assertThat(dead.status()).isEqualTo(RunStatus.FAILED);
        assertThat(dead.failure()).contains("died", "up to 16 calls");
        assertThat(dead.endedAt()).isEqualTo(clock);
        Run untouched = read(stopped);
        assertThat(untouched.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(untouched.endedAt()).isEqualTo(ended);
    }

    @Test
    void whereOthersWorkOnlyThoseWhoseLeaseHasRunOutAreBuried() {
        Run alive = create(Samples.run("alive", 1, tick()));
        Run dead = create(Samples.run("dead", 1, tick()));
        Lease living = begin(alive);
        Lease lost = begin(dead);
        Samples.take(splits(), lost, 3);
        runs().renew(lost, Duration.ofSeconds(-1));
        runs().failOrphanedRuns(false, tick());
        assertThat(read(alive).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(read(dead).status()).isEqualTo(RunStatus.FAILED);
        assertThat(read(dead).failure()).as("no more calls than items").contains("up to 3 calls");
        runs().end(living, RunStatus.STOPPED, null, tick());
    }

    @Test
    void knowsWhichOutputsAreOurs() {
        Run run = create(Samples.run("output", 1, tick()));
        assertThat(runs().wroteOutput("/out/output.csv")).isFalse();
        Lease lease = begin(run);
        runs().exported(lease);
        runs().end(lease, RunStatus.COMPLETED, null, tick());
        assertThat(runs().wroteOutput("/out/output.csv")).isTrue();
        assertThat(runs().wroteOutput("/out/OUTPUT.csv")).isFalse();
        assertThat(runs().outputs("/data/output.csv")).containsExactly("/out/output.csv");
        assertThat(runs().outputs("/data/other.csv")).isEmpty();
    }

    @Test
    void aRunIsFoundByItsWholeNameAlone() {
        Run run = runs().create(Samples.run("found", 1, tick()));

        assertThat(runs().find(run.id())).contains(runs().get(run.id().value()));
        assertThat(runs().find(new RunId(run.id().value().substring(0, 9)))).isEmpty();
        assertThat(runs().find(new RunId("last"))).isEmpty();
    }

    private void assertInvalid(String prefix, String problem) {
        assertThatThrownBy(() -> runs().get(prefix)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
            assertThat(e.problem()).contains(problem);
        });
    }

    private void assertRemedy(String prefix, String remedy) {
        assertThatThrownBy(() -> runs().get(prefix))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.remedy()).contains(remedy));
    }

    private static RunIdentity with(RunIdentity identity, String input, String sha256, String output) {
        return new RunIdentity(identity.provenance(), input, new InputFingerprint(1, sha256), output, null, null);
    }
}
