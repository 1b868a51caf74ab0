package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.home.Holder;
import io.llmp.batch.store.home.ServedAddress;
import io.llmp.batch.store.home.StoreHome;
import io.llmp.batch.store.home.StoreSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The embedded database, held by one and used by others; both in this process. */
@Timeout(300)
class SharedDatabaseTest {

    private static final String INSERT = "INSERT INTO LLMP_TEMPLATE (NAME, ACTIVE_VERSION) VALUES (?, 1)";

    @TempDir
    Path home;

    private static void insert(StoreDatabase database, String name) {
        JdbcClient.create(database.dataSource()).sql(INSERT).param(name).update();
    }

    private static Iterable<String> names(StoreDatabase database) {
        return JdbcClient.create(database.dataSource())
                .sql("SELECT NAME FROM LLMP_TEMPLATE ORDER BY NAME")
                .query(String.class)
                .list();
    }

    private ServedAddress served() {
        return Awaitility.await()
                .until(() -> ServedAddress.read(StoreHome.directory(home)), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void whatEitherWritesTheOtherReadsAndOnlyTheHolderHolds() {
        try (StoreDatabase holder = Stores.hold(home);
                StoreDatabase other = Stores.share(home)) {
            insert(holder, "a");
            insert(other, "b");

            assertThat(names(other)).containsExactly("a", "b");
            assertThat(names(holder)).containsExactly("a", "b");
            assertThat(holder.isHeld()).isTrue();
            assertThat(other.isHeld()).isFalse();
        }
        assertThat(StoreHome.directory(home).resolve("server")).doesNotExist();
        Stores.requireFree(home);
    }

    @Test
    void aRunIsRefusedAtOnceWhileAnotherHoldsItAndIsToldSo() {
        try (StoreDatabase holder = Stores.hold(home)) {
            assertThatThrownBy(() -> Stores.hold(home)).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.kind()).isEqualTo(ProblemException.Kind.IN_USE);
                assertThat(e.problem()).contains("which works on a run");
            });
            assertThat(holder.isHeld()).isTrue();
        }
    }

    @Test
    void aRunWaitsForACommandThatIsSoonOver() {
        StoreDatabase reader = Stores.share(home);
        assertThat(reader.isHeld()).isTrue();
        CompletableFuture<StoreDatabase> run = CompletableFuture.supplyAsync(() -> Stores.hold(home));
        insert(reader, "a");
        assertThat(run).isNotDone();
        reader.close();
        try (StoreDatabase holder = run.join()) {
            assertThat(names(holder)).containsExactly("a");
        }
    }

    @Test
    void whoWasAttachedGoesOnWhenTheHolderEnds() {
        try (StoreDatabase other = openBesideHolderThatEnds()) {
            assertThat(names(other)).containsExactly("a");
            insert(other, "b");
            assertThat(names(other)).containsExactly("a", "b");
        }
        Stores.requireFree(home);
    }

    private StoreDatabase openBesideHolderThatEnds() {
        try (StoreDatabase holder = Stores.hold(home)) {
            StoreDatabase other = Stores.share(home);
            insert(other, "a");
            assertThat(holder.isHeld()).isTrue();
            return other;
        }
    }

    @Test
    void letsInNobodyWithoutTheSecretWhichOnlyTheOwnerCanRead() throws Exception {
        try (StoreDatabase holder = Stores.hold(home)) {
            ServedAddress address = served();
            for (String password : new String[] {"", "wrong"}) {
                assertThatThrownBy(() -> DriverManager.getConnection(address.url(), "SA", password)
                                .close())
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("authorization");
            }
            Path directory = StoreHome.directory(home);
            DriverManager.getConnection(address.url(), "SA", StoreSecret.read(directory))
                    .close();
            for (String file : new String[] {"server", "secret"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                        .as(file)
                        .isEqualTo("rw-------");
            }
            assertThat(Files.readString(directory.resolve("server")))
                    .doesNotContain(StoreSecret.read(directory))
                    .endsWith(" " + ProcessHandle.current().pid() + "\n");
            assertThat(holder.isHeld()).isTrue();
        }
    }

    @Test
    void listensOnTheLoopbackAddressOnly() throws Exception {
        try (StoreDatabase holder = Stores.hold(home)) {
            int port = served().port();
            var others = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
            for (InetAddress address : others) {
                assertThatThrownBy(() -> new Socket(address, port).close())
                        .as(address.toString())
                        .isInstanceOf(IOException.class);
            }
            assertThat(holder.isHeld()).isTrue();
        }
    }

    @Test
    void aDatabaseOfTheTimeBeforePasswordsIsKeptAndGetsOne() throws Exception {
        Path directory = Files.createDirectories(StoreHome.directory(home));
        String url = "jdbc:hsqldb:file:" + directory.resolve("llmp");
        try (Connection connection = DriverManager.getConnection(url, "SA", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA OLD CREATE TABLE T (N INTEGER)");
            statement.execute("SHUTDOWN");
        }
        for (int time = 0; time < 2; time++) {
            try (StoreDatabase database = Stores.hold(home)) {
                assertThat(JdbcClient.create(database.dataSource())
                                .sql("SELECT COUNT(*) FROM OLD.T")
                                .query(Long.class)
                                .single())
                        .isZero();
                assertThatThrownBy(() -> DriverManager.getConnection(url, "SA", ""))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void aDatabaseWhoseSecretIsLostIsAProblemOfTheUsers() throws Exception {
        Stores.hold(home).close();
        Files.delete(StoreHome.directory(home).resolve("secret"));

        assertThatThrownBy(() -> Stores.hold(home))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("store/secret");
        Stores.requireFree(home);
    }

    @Test
    void theServersFileOfAnotherProcessIsNotBelieved() throws Exception {
        Path directory = Files.createDirectories(StoreHome.directory(home));
        Files.writeString(directory.resolve("secret"), "not to be sent to strangers");
        Files.writeString(directory.resolve("server"), "1 4711\n");
        Holder holder = Holder.current(Access.HOLD);

        assertThat(AttachedDatabase.tryAttach(directory, holder, false, () -> null))
                .isEmpty();
    }

    @Test
    void aHolderOfAnOlderSchemaIsWaitedForByTheUser() {
        try (StoreDatabase holder = Stores.hold(home)) {
            JdbcClient.create(holder.dataSource())
                    .sql("DELETE FROM \"flyway_schema_history\" WHERE \"version\" <> '1'")
                    .update();
            assertThatThrownBy(() -> Stores.share(home))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("older llmp")
                    .hasMessageContaining("schema 1");
        }
    }

    @Test
    void aCommandThatIsSoonOverIsNotServed() {
        StoreServer server = new StoreServer(home, "mem:unused", Duration.ofMinutes(10));
        server.close();
        assertThat(ServedAddress.read(home)).isEmpty();
    }
}
