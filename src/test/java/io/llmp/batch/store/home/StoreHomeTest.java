package io.llmp.batch.store.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.StoreDatabase;
import io.llmp.batch.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class StoreHomeTest {

    @Test
    void theStoreIsReadableByItsOwnerOnly(@TempDir Path parent) throws IOException {
        try (StoreHome home = Stores.holdHome(parent.resolve("new/home"))) {
            assertThat(home.directory()).isEqualTo(parent.resolve("new/home/store"));
            assertThat(permissions(home.directory())).isEqualTo("rwx------");
        }
    }

    @Test
    void aStoreThatOthersCouldReadIsClosedToThem(@TempDir Path home) throws IOException {
        Path store = Files.createDirectory(home.resolve("store"));
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (StoreHome held = Stores.holdHome(home)) {
            assertThat(permissions(held.directory())).isEqualTo("rwx------");
        }
    }

    @Test
    void saysWhoHoldsItAndIsFreeAfterwards(@TempDir Path home) throws IOException {
        try (StoreHome held = Stores.holdHome(home)) {
            assertThat(held.directory().resolve("owner"))
                    .hasContent(ProcessHandle.current().pid() + " HOLD");
        }
        Stores.requireFree(home);
    }

    @Test
    void aHomeThatCannotBeWrittenIsAProblemOfTheUsers(@TempDir Path parent) throws IOException {
        Path home = Files.createDirectory(parent.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(home), "root may write anywhere");
        assertUnwritable(home);
    }

    @Test
    void aHomeThatIsAFileIsAProblemOfTheUsers(@TempDir Path parent) throws IOException {
        assertUnwritable(Files.createFile(parent.resolve("file")));
    }

    @Test
    void aDatabaseThatIsNoneIsAProblemOfTheUsersAndHoldsNothing(@TempDir Path home) throws IOException {
        Path store = Files.createDirectories(home.resolve("store"));
        Files.writeString(store.resolve("llmp.script"), "this is no database\n");
        Files.writeString(store.resolve("llmp.properties"), "version=2.7.4\nmodified=no\n");
        assertThatThrownBy(() -> Stores.hold(home)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.FAILED);
            assertThat(e.problem()).contains("database under LLMP_HOME cannot be read");
        });
        Stores.requireFree(home);
    }

    @Test
    void aDatabaseIsThereAgainWhenItIsOpenedAgain(@TempDir Path home) throws SQLException {
        try (StoreDatabase database = Stores.hold(home);
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE MINE (N INTEGER)");
        }
        try (StoreDatabase database = Stores.hold(home);
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT * FROM MINE").next()).isFalse();
            assertThat(statement.executeQuery("SELECT * FROM LLMP_JOB_RECORD").next())
                    .isFalse();
        }
    }

    private static void assertUnwritable(Path home) {
        assertThatThrownBy(() -> Stores.holdHome(home)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.FAILED);
            assertThat(e.problem()).contains(home.toString());
            assertThat(e.remedy()).contains("LLMP_HOME");
        });
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
