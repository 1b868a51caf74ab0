package io.llmp.batch.template.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.Nightly;
import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.jdbc.Events;
import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateStatus;
import io.llmp.batch.template.TemplateVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A process that changes a template is killed again and again, at no moment in particular. */
@Timeout(300)
class TemplateKillIT {

    private static final String NAME = "ticket-triage";
    private static final int KILLS = Nightly.choose(3, 12);

    @TempDir
    Path directory;

    @Test
    void aChangeAndItsEventAreBothThereOrNeither() throws Exception {
        String url = "jdbc:hsqldb:file:" + directory.resolve("db")
                + ";hsqldb.write_delay=false;hsqldb.tx=mvcc;hsqldb.lock_file=false";
        inDatabase(
                url,
                dataSource -> Flyway.configure()
                        .dataSource(dataSource)
                        .locations("classpath:io/llmp/batch/store/hsqldb")
                        .load()
                        .migrate());
        Random random = new Random(7);
        int[] changes = {0};
        for (int kill = 0; kill < KILLS; kill++) {
            int acknowledged = changeUntilKilled(url, changes[0], 1 + random.nextInt(12), random.nextInt(2_000_000));
            inDatabase(url, dataSource -> changes[0] = verify(dataSource, acknowledged));
        }
    }

    /** Returns the number of the last change that the process said it had made. */
    private static int changeUntilKilled(String url, int before, int changes, int spins) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChangingMain.class.getName(),
                        url,
                        String.valueOf(before))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int last = before;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < changes; i++) {
                last = number(said, last);
            }
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            // By its handle: what it said stays to be read.
            process.toHandle().destroyForcibly();
            process.waitFor();
            for (int next = number(said, last); next != last; next = number(said, last)) {
                last = next;
            }
        } finally {
            process.destroyForcibly();
        }
        return last;
    }

    private static int number(BufferedReader said, int otherwise) throws IOException {
        String line = said.readLine();
        return line == null ? otherwise : Integer.parseInt(line);
    }

    /** Returns how many changes there are: the events tell the whole story, and it ends where the template stands. */
    private static int verify(DataSource dataSource, int acknowledged) {
        TemplateRegistry registry = ChangingMain.registry(dataSource);
        List<Event> events = new ArrayList<>(Events.in(dataSource).ofTemplate(NAME, false, null));
        Collections.reverse(events);
        List<Integer> added = new ArrayList<>();
        TemplateStatus status = TemplateStatus.draft(NAME);
        int changes = 0;
        for (Event event : events) {
            Integer version = event.subject().version();
            switch (event.kind()) {
                case CREATED, VERSION_ADDED -> added.add(version);
                case ACTIVATED -> status = status.after(TemplateMove.activate(added.get(added.size() - 1)));
                case ROLLED_BACK -> status = status.after(TemplateMove.rollBack(1));
                case PAUSED -> status = status.after(TemplateMove.PAUSE);
                case RESUMED -> status = status.after(TemplateMove.RESUME);
                default -> throw new AssertionError("no such change was made: " + event);
            }
            changes += event.kind() == EventKind.ACTIVATED ? 0 : 1;
        }

        assertThat(registry.status(NAME)).as("the last event and the state").isEqualTo(status);
        assertThat(registry.versions(NAME))
                .extracting(TemplateVersion::version)
                .as("versions and their events")
                .containsExactlyElementsOf(
                        added.stream().sorted(Collections.reverseOrder()).toList());
        assertThat(changes)
                .as("what was acknowledged is kept, and at most one change more")
                .isBetween(acknowledged, acknowledged + 1);
        return changes;
    }

    private interface Use {
        void of(DataSource dataSource);
    }

    private static void inDatabase(String url, Use use) {
        SingleConnectionDataSource dataSource = new SingleConnectionDataSource(url, "SA", "", true);
        try {
            use.of(dataSource);
            JdbcClient.create(dataSource).sql("SHUTDOWN").update();
        } finally {
            dataSource.destroy();
        }
    }
}
