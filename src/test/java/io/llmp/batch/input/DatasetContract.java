package io.llmp.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every dataset does, whatever its rows are kept in. */
public abstract class DatasetContract {

    /** Column whose value in each row is the row's index. */
    protected static final String NUMBER = "n";

    private static final int ROWS = 23;

    /** Makes {@code rows} rows, 0 at least. */
    protected abstract void make(int rows) throws IOException;

    /** Changes the last row, but not how many there are. */
    protected abstract void change() throws IOException;

    /** Opens what was made, as a user names it. */
    protected abstract Dataset open() throws IOException;

    /** Opens what has the name {@code name}. */
    protected abstract Dataset open(String name) throws IOException;

    @Test
    void isOpenedByItsNameToo() throws IOException {
        make(3);
        Dataset dataset = open();

        Dataset named = open(dataset.name());

        assertThat(named.name()).isEqualTo(dataset.name());
        assertThat(named.schema()).isEqualTo(dataset.schema());
        assertThat(named.fingerprint()).isEqualTo(dataset.fingerprint());
    }

    @Test
    void givesEveryItemOnceWhateverTheSplits() throws IOException {
        make(ROWS);
        Dataset dataset = open();

        for (int size : List.of(1, 2, 3, 7, ROWS - 1, ROWS, ROWS + 1)) {
            SplitPlan plan = dataset.plan(Dataset.NO_LIMIT, rows -> size);
            assertThat(plan.items()).isEqualTo(ROWS);
            assertThat(items(dataset, plan)).as("splits of %s", size).isEqualTo(numbers(0, ROWS));
        }
    }

    @Test
    void hasASchemaOfWhatItsItemsHold() throws IOException {
        make(2);
        Dataset dataset = open();
        Split split = dataset.plan(Dataset.NO_LIMIT, rows -> rows).splits().get(0);

        try (ItemCursor cursor = dataset.open(split)) {
            Item item = cursor.next();
            assertThat(item).isInstanceOf(Item.Row.class);
            assertThat(List.copyOf(item.values().propertyNames()))
                    .isEqualTo(dataset.schema().columns());
        }
        assertThat(dataset.schema().columns()).contains(NUMBER);
    }

    @Test
    void numbersItsSplitsAndLeavesNoGap() throws IOException {
        make(ROWS);
        SplitPlan plan = open().plan(Dataset.NO_LIMIT, rows -> 10);

        long next = 0;
        for (int i = 0; i < plan.splits().size(); i++) {
            assertThat(plan.splits().get(i).number()).isEqualTo(i);
            assertThat(plan.splits().get(i).firstItem()).isEqualTo(next);
            next += plan.splits().get(i).items();
        }
        assertThat(next).isEqualTo(ROWS);
    }

    @Test
    void isCutAlikeWheneverItIsOpened() throws IOException {
        make(ROWS);
        SplitPlan plan = open().plan(Dataset.NO_LIMIT, rows -> 10);

        Dataset later = open();

        assertThat(later.plan(Dataset.NO_LIMIT, rows -> 10)).isEqualTo(plan);
        assertThat(items(later, plan)).isEqualTo(numbers(0, ROWS));
    }

    @Test
    void takesOnlyTheFirstRowsOfALimit() throws IOException {
        make(ROWS);
        Dataset dataset = open();

        for (int limit : List.of(1, 13, ROWS - 1, ROWS, ROWS + 1)) {
            int taken = Math.min(limit, ROWS);
            SplitPlan plan = dataset.plan(limit, rows -> {
                assertThat(rows).isEqualTo(taken);
                return 5;
            });
            assertThat(plan.items()).isEqualTo(taken);
            assertThat(items(dataset, plan)).isEqualTo(numbers(0, taken));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> dataset.plan(0, rows -> 1));
        assertThatIllegalArgumentException().isThrownBy(() -> dataset.plan(1, rows -> 0));
    }

    @Test
    void opensASplitFromAnyOfItsItems() throws IOException {
        make(ROWS);
        Dataset dataset = open();

        for (Split split : dataset.plan(Dataset.NO_LIMIT, rows -> 9).splits()) {
            long end = split.firstItem() + split.items();
            for (long from = split.firstItem(); from <= end; from++) {
                try (ItemCursor cursor = dataset.open(split, from)) {
                    assertThat(drain(cursor)).isEqualTo(numbers(from, end));
                }
            }
            assertThatIllegalArgumentException().isThrownBy(() -> dataset.open(split, split.firstItem() - 1));
            assertThatIllegalArgumentException().isThrownBy(() -> dataset.open(split, end + 1));
        }
    }

    @Test
    void isReadByManyThreadsAtOnce() throws Exception {
        make(ROWS);
        Dataset dataset = open();
        List<Callable<List<String>>> readers = dataset.plan(Dataset.NO_LIMIT, rows -> 7).splits().stream()
                .map(split -> (Callable<List<String>>) () -> {
                    try (ItemCursor cursor = dataset.open(split)) {
                        return drain(cursor);
                    }
                })
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<String> all = new ArrayList<>();
            for (Future<List<String>> read : threads.invokeAll(readers)) {
                all.addAll(read.get());
            }
            assertThat(all).isEqualTo(numbers(0, ROWS));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void mayHaveNoRows() throws IOException {
        make(0);
        assertThat(open().hasRows()).isFalse();
        assertThat(open().plan(Dataset.NO_LIMIT, rows -> 1).splits()).isEmpty();
        assertThat(open().fingerprint()).isEqualTo(open().fingerprint());
    }

    @Test
    void hasTheSameFingerprintUntilItChanges() throws IOException {
        make(3);
        assertThat(open().hasRows()).isTrue();
        InputFingerprint before = open().fingerprint();
        assertThat(open().fingerprint()).isEqualTo(before);

        change();

        assertThat(open().fingerprint()).isNotEqualTo(before);
    }

    @Test
    void failsWhenItChangesWhileItIsRead() throws IOException {
        make(ROWS);
        Dataset dataset = open();
        List<Split> splits = dataset.plan(Dataset.NO_LIMIT, rows -> rows).splits();
        Split split = splits.get(splits.size() - 1);
        ItemCursor half = dataset.open(split);
        half.next();

        change();

        failsAsChanged(() -> dataset.open(split));
        failsAsChanged(dataset::fingerprint);
        failsAsChanged(() -> dataset.plan(Dataset.NO_LIMIT, rows -> rows));
        try (half) {
            failsAsChanged(() -> drain(half));
        }
    }

    private static void failsAsChanged(ThrowingCallable action) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action)
                .withMessageContaining("changed while it was read")
                .matches(e -> e.kind() == ProblemException.Kind.FAILED);
    }

    private static List<String> items(Dataset dataset, SplitPlan plan) throws IOException {
        List<String> items = new ArrayList<>();
        for (Split split : plan.splits()) {
            try (ItemCursor cursor = dataset.open(split)) {
                items.addAll(drain(cursor));
            }
        }
        return items;
    }

    /** Returns the index and the number of each item. */
    private static List<String> drain(ItemCursor cursor) throws IOException {
        List<String> items = new ArrayList<>();
        for (Item item = cursor.next(); item != null; item = cursor.next()) {
            items.add(item.index() + " " + item.values().path(NUMBER).asString());
        }
        return items;
    }

    private static List<String> numbers(long from, long end) {
        return IntStream.range((int) from, (int) end)
                .mapToObj(number -> number + " " + number)
                .toList();
    }
}
