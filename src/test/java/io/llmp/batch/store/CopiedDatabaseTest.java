package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.store.home.StoreHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A home that cannot be written. */
@Timeout(300)
class CopiedDatabaseTest {

    @TempDir
    Path home;

    private static JdbcClient sql(OpenStore store) {
        return JdbcClient.create(store.dataSource());
    }

    private Map<String, Long> files() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(StoreHome.directory(home))) {
            for (Path file : (Iterable<Path>) all::iterator) {
                files.put(file.getFileName() + " " + Files.getLastModifiedTime(file), Files.size(file));
            }
        }
        return files;
    }

    @Test
    void isReadAndNeverWritten() throws IOException {
        try (StoreDatabase database = Stores.hold(home)) {
            JdbcClient.create(database.dataSource())
                    .sql("INSERT INTO LLMP_TEMPLATE (NAME, ACTIVE_VERSION) VALUES ('a', 1)")
                    .update();
        }
        Map<String, Long> before = files();

        try (OpenStore copied = CopiedDatabase.open(home, false)) {
            assertThat(sql(copied)
                            .sql("SELECT NAME FROM LLMP_TEMPLATE")
                            .query(String.class)
                            .list())
                    .containsExactly("a");
            assertThat(copied.isReadOnly()).isTrue();
            assertThat(copied.isHeld()).as("so that no run is taken for dead").isFalse();
            assertThat(copied.place()).isEqualTo(StoreHome.directory(home).toString());
            assertThatThrownBy(
                            () -> sql(copied).sql("DELETE FROM LLMP_TEMPLATE").update())
                    .extracting(StoreDatabase::outage)
                    .extracting(problem -> problem == null ? "" : problem.problem())
                    .asString()
                    .startsWith("The database cannot be changed now");
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void isFoundByItsDirectory() throws IOException {
        assertThat(StoreHome.isReadOnly(home)).as("nothing there").isFalse();
        Stores.hold(home).close();
        assertThat(StoreHome.isReadOnly(home)).isFalse();
        assertThat(StoreHome.isHeld(home)).isFalse();
        StoreHome held = Stores.holdHome(home);
        assertThat(StoreHome.isHeld(home)).isTrue();
        held.close();
    }
}
