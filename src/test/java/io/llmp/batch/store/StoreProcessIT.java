package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.HolderMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class StoreProcessIT {

    private @Nullable Process child;

    @AfterEach
    void killChild() {
        if (child != null) {
            child.destroyForcibly();
        }
    }

    @Test
    void aHomeThatAnotherProcessHoldsIsRefusedWithItsPidUntilItIsKilled(@TempDir Path home) throws Exception {
        Process holder = start("hold", home);
        try (BufferedReader out = holder.inputReader()) {
            assertThat(out.readLine()).isEqualTo("held");
            String pid = Long.toString(holder.pid());
            assertThatThrownBy(() -> Stores.holdHome(home)).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.kind()).isEqualTo(ProblemException.Kind.IN_USE);
                assertThat(e.problem())
                        .contains(home.toString())
                        .contains("process " + pid + ", which works on a run.");
                assertThat(e.remedy()).contains("kill " + pid);
            });
            kill(holder);
            Stores.requireFree(home);
        }
    }

    @Test
    void aHomeIsFreeOnceItsHolderHasClosedIt(@TempDir Path home) throws Exception {
        Process holder = start("hold", home);
        try (BufferedReader out = holder.inputReader()) {
            assertThat(out.readLine()).isEqualTo("held");
            holder.getOutputStream().close();
            assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
            Stores.requireFree(home);
        }
    }

    @Test
    void aHolderThatIsSuspendedIsNamedInsteadOfWaitedFor(@TempDir Path home) throws Exception {
        Process holder = start("serve", home);
        try (BufferedReader out = holder.inputReader()) {
            assertThat(out.readLine()).isEqualTo("served");
            try (StoreDatabase attached = Stores.share(home)) {
                assertThat(attached.schemaVersion()).isEqualTo(Schema.CURRENT);
                signal(holder, "STOP");
                assertThatThrownBy(() -> Stores.share(home)).satisfies(e -> isNamed(e, holder));
            }
            signal(holder, "CONT");
            try (StoreDatabase again = Stores.share(home)) {
                assertThat(again.schemaVersion()).isEqualTo(Schema.CURRENT);
            }
        }
    }

    private static void isNamed(Throwable e, Process holder) {
        assertThat(e).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.kind()).isEqualTo(ProblemException.Kind.IN_USE);
            assertThat(problem.problem()).contains("process " + holder.pid() + ", which does not answer");
        });
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void whatAKilledProcessHadCommittedIsThere(@TempDir Path home) throws Exception {
        long committed = -1;
        Process writer = start("write", home);
        try (BufferedReader out = writer.inputReader()) {
            while (committed < 200) {
                committed = Long.parseLong(out.readLine());
            }
            writer.destroyForcibly();
            for (String line = next(out); line != null && line.matches("\\d+"); line = next(out)) {
                committed = Long.parseLong(line);
            }
            assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        // The last line may be cut off, and so name an earlier row, but never one that was not committed.
        assertThat(rows(home)).isGreaterThan(Math.max(committed, 200));
        assertThat(rows(home)).as("after a clean shutdown").isGreaterThan(200);
    }

    private static @Nullable String next(BufferedReader out) {
        try {
            return out.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private static long rows(Path home) throws SQLException {
        try (StoreDatabase database = Stores.hold(home);
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*), MAX(N) FROM WRITTEN")) {
            row.next();
            assertThat(row.getLong(1)).as("no gaps").isEqualTo(row.getLong(2) + 1);
            return row.getLong(1);
        }
    }

    private Process start(String mode, Path home) throws IOException {
        child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HolderMain.class.getName(),
                        mode,
                        home.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        return child;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
