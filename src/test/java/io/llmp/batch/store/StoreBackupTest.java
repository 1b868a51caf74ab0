package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(300)
class StoreBackupTest {

    @TempDir
    Path directory;

    private static void insert(StoreDatabase database, long number) {
        JdbcClient.create(database.dataSource())
                .sql("INSERT INTO LLMP_ANSWER (FINGERPRINT_PREFIX, RUN_ID, ITEM_INDEX) VALUES (?, 'run', ?)")
                .params(number, number)
                .update();
    }

    private static long answers(StoreDatabase database) {
        return JdbcClient.create(database.dataSource())
                .sql("SELECT COUNT(*) FROM LLMP_ANSWER WHERE FINGERPRINT_PREFIX = ITEM_INDEX")
                .query(Long.class)
                .single();
    }

    private static void isRefused(ThrowingCallable action, String words) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).contains(words));
    }

    @Test
    void hasAllThatWasCommittedBeforeItBeganWhileAnotherProcessWrites() throws Exception {
        Path backup = directory.resolve("it's a backup.zip");
        long before;
        long after;
        try (StoreDatabase holder = Stores.hold(directory.resolve("home"));
                StoreDatabase other = Stores.share(directory.resolve("home"))) {
            AtomicLong written = new AtomicLong();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    insert(holder, written.incrementAndGet());
                }
            });
            Awaitility.await().until(() -> written.get() > 100);
            before = written.get() - 1;
            other.backUp(backup);
            enough.set(true);
            writing.join();
            after = written.get();
        }

        StoreBackup.restore(directory.resolve("restored"), backup);

        try (StoreDatabase restored = Stores.hold(directory.resolve("restored"))) {
            assertThat(answers(restored)).isBetween(before, after);
            insert(restored, -1);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).hasSize(3);
        }
    }

    @Test
    void takesThePlaceOfNothing() throws IOException {
        Path home = directory.resolve("home");
        Path backup = directory.resolve("backup.zip");
        try (StoreDatabase database = Stores.hold(home)) {
            database.backUp(backup);
            isRefused(() -> database.backUp(backup), "is there already");
            isRefused(() -> StoreBackup.restore(home, backup), "is in use");
        }
        isRefused(() -> StoreBackup.restore(home, backup), "There is a database");
        isRefused(() -> StoreBackup.restore(directory.resolve("new"), directory.resolve("none.zip")), "no file");

        Path cut = directory.resolve("cut.zip");
        byte[] bytes = Files.readAllBytes(backup);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        isRefused(() -> StoreBackup.restore(directory.resolve("new"), cut), "cut.zip");
        isRefused(
                () -> StoreBackup.restore(
                        directory.resolve("new"), Files.writeString(directory.resolve("text"), "text")),
                "is no backup");
        StoreBackup.restore(directory.resolve("new"), backup);
        Stores.hold(directory.resolve("new")).close();
    }
}
