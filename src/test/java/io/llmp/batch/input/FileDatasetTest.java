package io.llmp.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDatasetTest {

    @TempDir
    Path dir;

    @Test
    void cutsEachFileIntoEvenSplitsOfAboutTheWantedSize() throws IOException {
        write("a.lines", 10);
        write("b.lines", 3);
        write("c.lines", 0);
        write("d.lines", 1);

        SplitPlan plan = open(1).plan(Dataset.NO_LIMIT, rows -> rows == 14 ? 4 : 0);

        assertThat(plan.items()).isEqualTo(14);
        assertThat(plan.splits())
                .containsExactly(
                        split(0, 0, 0, 3, 0),
                        split(1, 0, 3, 4, 3),
                        split(2, 0, 7, 3, 7),
                        split(3, 1, 10, 3, 0),
                        split(4, 3, 13, 1, 0));
    }

    @Test
    void takesTheMarksNearestToTheWantedSize() throws IOException {
        write("a.lines", 20);

        SplitPlan plan = open(6).plan(Dataset.NO_LIMIT, rows -> 10);

        assertThat(plan.splits()).containsExactly(split(0, 0, 0, 12, 0), split(1, 0, 12, 8, 12));
        assertThat(open(6).plan(Dataset.NO_LIMIT, rows -> 1).splits()).hasSize(4);
    }

    @Test
    void takesOnlyTheFirstRowsOfALimit() throws IOException {
        write("a.lines", 10);
        write("b.lines", 10);
        write("c.lines", 10);

        SplitPlan plan = open(4).plan(13, rows -> rows);

        assertThat(plan.items()).isEqualTo(13);
        assertThat(plan.splits()).containsExactly(split(0, 0, 0, 10, 0), split(1, 1, 10, 3, 0));
        assertThat(lines(open(4), plan)).hasSize(13).endsWith("b.lines-0", "b.lines-1", "b.lines-2");
    }

    @Test
    void hasNoSplitsWithoutRows() throws IOException {
        write("a.lines", 0);

        assertThat(open(1).plan(Dataset.NO_LIMIT, rows -> 1)).isEqualTo(new SplitPlan(0, List.of(), List.of()));
    }

    @Test
    void readsEveryItemOnceWhateverTheSplits() throws IOException {
        write("a.lines", 100);
        write("b.lines", 17);
        for (int spacing : List.of(1, 3, 64)) {
            Dataset dataset = open(spacing);
            List<String> whole = lines(dataset, dataset.plan(Dataset.NO_LIMIT, rows -> rows));
            for (int wanted = 1; wanted < 120; wanted++) {
                int size = wanted;
                assertThat(lines(dataset, dataset.plan(Dataset.NO_LIMIT, rows -> size)))
                        .as("splits of %s, marks every %s", wanted, spacing)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void passesOnWhatTheUserShouldKnowAboutAFile() throws IOException {
        write("odd.lines", 1);

        assertThat(open(1).plan(Dataset.NO_LIMIT, rows -> 1).warnings()).containsExactly("It is odd.");
    }

    @Test
    void refusesLimitsAndSizesBelowOne() throws IOException {
        write("a.lines", 1);

        assertThatIllegalArgumentException().isThrownBy(() -> open(1).plan(0, rows -> 1));
        assertThatIllegalArgumentException().isThrownBy(() -> open(1).plan(1, rows -> 0));
        assertThatIllegalArgumentException().isThrownBy(() -> open(1).open(split(0, 1, 0, 1, 0)));
    }

    @Test
    void knowsItsFilesByTheirNamesOrderAndContents() throws IOException {
        write("a.lines", 1);
        write("b.lines", 1);
        InputFingerprint before = open(1).fingerprint();
        assertThat(before.bytes()).isEqualTo(2L * "id\na.lines-0\n".length());
        assertThat(before.sha256())
                .matches("[0-9a-f]{64}")
                .isEqualTo(open(1).fingerprint().sha256());

        Files.writeString(dir.resolve("b.lines"), "id\nb.lines-X\n");
        InputFingerprint edited = open(1).fingerprint();
        Files.move(dir.resolve("b.lines"), dir.resolve("c.lines"));
        InputFingerprint renamed = open(1).fingerprint();

        assertThat(Set.of(before, edited, renamed)).hasSize(3);
    }

    @Test
    void knowsItsFilesWhereverTheyAre() throws IOException {
        for (String place : List.of("here", "there")) {
            Files.createDirectory(dir.resolve(place));
            write(place + "/a.lines", 0);
        }

        assertThat(datasets(1)
                        .open(dir.resolve("here").toString(), InputOptions.DEFAULT)
                        .fingerprint())
                .isEqualTo(datasets(1)
                        .open(dir + "/there/*.lines", InputOptions.DEFAULT)
                        .fingerprint());
    }

    @Test
    void failsWhenAFileChangesAfterItWasOpened() throws IOException {
        write("a.lines", 5);
        Dataset dataset = open(1);
        SplitPlan plan = dataset.plan(Dataset.NO_LIMIT, rows -> 5);
        ItemCursor half = dataset.open(plan.splits().get(0));
        half.next();

        write("a.lines", 6);

        failsAsChanged(() -> dataset.open(plan.splits().get(0)));
        failsAsChanged(() -> drain(half));
        failsAsChanged(dataset::fingerprint);
        failsAsChanged(() -> dataset.plan(Dataset.NO_LIMIT, rows -> 5));
    }

    @Test
    void failsWhenAFileChangesWithoutChangingItsSize() throws IOException {
        Path file = write("a.lines", 5);
        Dataset dataset = open(1);
        Split split = dataset.plan(Dataset.NO_LIMIT, rows -> 5).splits().get(0);

        Files.setLastModifiedTime(file, FileTime.fromMillis(1));

        failsAsChanged(() -> dataset.open(split));
    }

    @Test
    void failsWhenAFileIsGone() throws IOException {
        Path file = write("a.lines", 5);
        Dataset dataset = open(1);

        Files.delete(file);

        failsAsChanged(() -> dataset.open(split(0, 0, 0, 5, 0)));
    }

    @Test
    void failsWhenAFileHoldsFewerRowsThanTheSplit() throws IOException {
        write("a.lines", 5);

        failsAsChanged(() -> drain(open(1).open(split(0, 0, 0, 6, 0))));
    }

    private static void failsAsChanged(ThrowingCallable action) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action)
                .withMessageContaining("a.lines changed while it was read")
                .matches(e -> e.kind() == ProblemException.Kind.FAILED);
    }

    private static Split split(int number, int file, long firstItem, long items, long row) {
        return new Split(number, file, firstItem, items, new FileIndex.Mark(row, row));
    }

    private static List<String> lines(Dataset dataset, SplitPlan plan) throws IOException {
        List<Item> items = new ArrayList<>();
        for (Split split : plan.splits()) {
            items.addAll(drain(dataset.open(split)));
        }
        assertThat(items).extracting(Item::index).isEqualTo(indexes(plan.items()));
        return items.stream().map(item -> item.values().path("line").asString()).toList();
    }

    private static List<Long> indexes(long count) {
        return IntStream.range(0, (int) count).mapToObj(Long::valueOf).toList();
    }

    private static List<Item> drain(ItemCursor cursor) throws IOException {
        List<Item> items = new ArrayList<>();
        try (cursor) {
            for (Item item = cursor.next(); item != null; item = cursor.next()) {
                items.add(item);
            }
        }
        return items;
    }

    private Dataset open(int spacing) throws IOException {
        return datasets(spacing).open(dir.toString(), InputOptions.DEFAULT);
    }

    private static Datasets datasets(int spacing) {
        return new Datasets(List.of(new LineFormat("lines", Set.of("lines"), spacing)));
    }

    private Path write(String name, int rows) throws IOException {
        String text = IntStream.range(0, rows)
                .mapToObj(row -> name + "-" + row + "\n")
                .collect(Collectors.joining());
        return Files.writeString(dir.resolve(name), "id\n" + text);
    }
}
