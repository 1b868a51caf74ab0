package io.llmp.batch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

@Timeout(300)
class GroupCommitTest {

    private static final RunId RUN = new RunId("a");

    /** A store that takes a group only when it is let. */
    private static final class Gate implements Consumer<List<JobRecord>> {
        final List<List<Long>> groups = new CopyOnWriteArrayList<>();
        final Semaphore arrived = new Semaphore(0);
        final Semaphore let = new Semaphore(0);

        @Override
        public void accept(List<JobRecord> group) {
            groups.add(group.stream().map(JobRecord::itemIndex).toList());
            arrived.release();
            let.acquireUninterruptibly();
        }
    }

    @Test
    void whatArrivesDuringATransactionSharesTheNext() throws Exception {
        Gate store = new Gate();
        try (GroupCommit commits = open(store)) {
            CompletableFuture<Void> first = commits.add(record(0));
            assertThat(store.arrived.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            List<CompletableFuture<Void>> others = addAll(commits, 1, 50);
            store.let.release(1000);
            all(others).get(10, TimeUnit.SECONDS);
            assertThat(first).isCompleted();
        }
        assertThat(store.groups)
                .containsExactly(List.of(0L), LongStream.range(1, 50).boxed().toList());
    }

    @Test
    void aRecordIsDurableOnlyWhenTheStoreHasReturned() throws Exception {
        Gate store = new Gate();
        try (GroupCommit commits = open(store)) {
            CompletableFuture<Void> durable = commits.add(record(0));
            assertThat(store.arrived.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(durable).isNotDone();
            store.let.release();
            durable.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void saysWhenThereIsRoomAgainAndOnlyThen() throws Exception {
        Gate store = new Gate();
        List<Integer> roomAt = new CopyOnWriteArrayList<>();
        try (GroupCommit commits = open(store)) {
            commits.onRoom(3, () -> roomAt.add(commits.waiting()));
            CompletableFuture<Void> first = commits.add(record(0));
            assertThat(store.arrived.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            List<CompletableFuture<Void>> others = addAll(commits, 1, 5);
            assertThat(commits.waiting()).isEqualTo(5);
            store.let.release();
            first.get(10, TimeUnit.SECONDS);
            assertThat(roomAt).as("4 are still on their way").isEmpty();
            store.let.release(1000);
            all(others).get(10, TimeUnit.SECONDS);
            commits.add(record(5)).get(10, TimeUnit.SECONDS);
        }
        assertThat(roomAt).as("one that was not missed brings no news").containsExactly(0);
    }

    @Test
    void aFailureIsKnownBeforeThereIsRoomForAnotherCall() throws Exception {
        CountDownLatch known = new CountDownLatch(1);
        Semaphore let = new Semaphore(0);
        List<Long> unknownAtRoom = new CopyOnWriteArrayList<>();
        try (GroupCommit commits = open(records -> {
            let.acquireUninterruptibly();
            throw new IllegalStateException("the database is gone");
        })) {
            commits.onRoom(1, () -> unknownAtRoom.add(known.getCount()));
            CompletableFuture<Void> lost = commits.add(record(0)).whenComplete((stored, failure) -> known.countDown());
            let.release();
            assertThat(lost).failsWithin(10, TimeUnit.SECONDS);
        }
        assertThat(unknownAtRoom).containsExactly(0L);
    }

    @Test
    void aGroupIsBounded() throws Exception {
        Gate store = new Gate();
        try (GroupCommit commits = open(store)) {
            CompletableFuture<Void> first = commits.add(record(0));
            assertThat(store.arrived.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            List<CompletableFuture<Void>> others = addAll(commits, 1, 1001);
            store.let.release(1000);
            all(others).get(10, TimeUnit.SECONDS);
            assertThat(first).isCompleted();
        }
        assertThat(store.groups.stream().map(List::size)).containsExactly(1, 500, 500);
    }

    @Test
    void aGroupOfLargeRecordsIsSmall() throws Exception {
        Gate store = new Gate();
        try (GroupCommit commits = open(store)) {
            CompletableFuture<Void> first = commits.add(record(0));
            assertThat(store.arrived.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            List<CompletableFuture<Void>> others = new ArrayList<>();
            for (int characters : new int[] {900_000, 900_000, 900_000, 4_000_000, 1, 1}) {
                others.add(commits.add(large(others.size() + 1, characters)));
            }
            store.let.release(1000);
            all(others).get(10, TimeUnit.SECONDS);
            assertThat(first).isCompleted();
        }
        assertThat(store.groups)
                .containsExactly(List.of(0L), List.of(1L, 2L), List.of(3L), List.of(4L), List.of(5L, 6L));
    }

    @Test
    void aRecordThatTheDatabaseRefusesCostsNoOther() throws Exception {
        DataAccessException refused = new DataIntegrityViolationException("too long");
        List<Long> stored = new CopyOnWriteArrayList<>();
        Gate gate = new Gate();
        Consumer<List<JobRecord>> store = group -> {
            gate.accept(group);
            if (group.stream().anyMatch(record -> record.itemIndex() % 10 == 5)) {
                throw refused;
            }
            group.forEach(record -> stored.add(record.itemIndex()));
        };
        try (GroupCommit commits = open(store)) {
            CompletableFuture<Void> alone = commits.add(record(0));
            assertThat(gate.arrived.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            List<CompletableFuture<Void>> together = addAll(commits, 1, 30);
            gate.let.release(1000);
            alone.get(10, TimeUnit.SECONDS);
            for (int item = 1; item < 30; item++) {
                CompletableFuture<Void> durable = together.get(item - 1);
                if (item % 10 == 5) {
                    assertThatThrownBy(() -> durable.get(10, TimeUnit.SECONDS)).hasCause(refused);
                } else {
                    durable.get(10, TimeUnit.SECONDS);
                }
            }
        }
        assertThat(stored).hasSize(27).doesNotHaveDuplicates();
    }

    @Test
    void aDatabaseThatRefusesEveryRecordIsNotAskedAboutEach() throws Exception {
        DataAccessException refused = new DataIntegrityViolationException("no such table");
        Gate gate = new Gate();
        try (GroupCommit commits = open(group -> {
            gate.accept(group);
            throw refused;
        })) {
            CompletableFuture<Void> alone = commits.add(record(0));
            assertThat(gate.arrived.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            List<CompletableFuture<Void>> together = addAll(commits, 1, 200);
            gate.let.release(1000);
            assertThatThrownBy(() -> alone.get(10, TimeUnit.SECONDS)).hasCause(refused);
            for (CompletableFuture<Void> durable : together) {
                assertThatThrownBy(() -> durable.get(10, TimeUnit.SECONDS)).hasCause(refused);
            }
        }
        assertThat(gate.groups.stream().map(List::size)).containsExactly(1, 199, 1, 1, 1);
    }

    @Test
    void aFailureReachesEveryRecordOfItsGroupAndNoOther() throws Exception {
        RuntimeException broken = new IllegalStateException("disk full");
        Gate gate = new Gate();
        Consumer<List<JobRecord>> store = group -> {
            gate.accept(group);
            if (group.size() > 1) {
                throw broken;
            }
        };
        try (GroupCommit commits = open(store)) {
            CompletableFuture<Void> alone = commits.add(record(0));
            assertThat(gate.arrived.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            List<CompletableFuture<Void>> together = addAll(commits, 1, 20);
            gate.let.release(1000);
            alone.get(10, TimeUnit.SECONDS);
            for (CompletableFuture<Void> durable : together) {
                assertThatThrownBy(() -> durable.get(10, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCause(broken);
            }
            commits.add(record(20)).get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void closeStoresWhatWaitsAtOnceAndTakesNoMore() {
        List<Long> stored = new CopyOnWriteArrayList<>();
        GroupCommit commits = open(group -> group.forEach(record -> stored.add(record.itemIndex())));
        List<CompletableFuture<Void>> all = addAll(commits, 0, 700);
        commits.close();
        assertThat(all).allSatisfy(durable -> assertThat(durable).isCompleted());
        assertThat(stored).hasSize(700);
        assertThatThrownBy(() -> commits.add(record(700))).isInstanceOf(IllegalStateException.class);
        commits.close();
    }

    @Test
    void aRecordThatRacesWithTheCloseIsStoredOrRefusedButNeverForgotten() throws Exception {
        for (int round = 0; round < 200; round++) {
            GroupCommit commits = open(group -> {});
            List<CompletableFuture<Void>> taken = new CopyOnWriteArrayList<>();
            Thread adder = new Thread(() -> {
                try {
                    while (true) {
                        taken.add(commits.add(record(taken.size())));
                    }
                } catch (IllegalStateException e) {
                    // Closed.
                }
            });
            adder.start();
            while (taken.isEmpty()) {
                Thread.onSpinWait();
            }
            commits.close();
            adder.join();
            all(taken).get(10, TimeUnit.SECONDS);
        }
    }

    private static GroupCommit open(Consumer<List<JobRecord>> store) {
        return new GroupCommit(store);
    }

    private static List<CompletableFuture<Void>> addAll(GroupCommit commits, int from, int to) {
        List<CompletableFuture<Void>> durable = new ArrayList<>();
        for (int item = from; item < to; item++) {
            durable.add(commits.add(record(item)));
        }
        return durable;
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    }

    private static JobRecord large(long item, int characters) {
        Outcome answer = new Outcome.Answered("x".repeat(characters));
        return Samples.record(RUN, item, answer, CallCosts.NONE, Samples.START);
    }

    private static JobRecord record(long item) {
        return Samples.answered(RUN, item);
    }
}
