package io.llmp.batch.event.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class HsqldbEventLogTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final EventSubject TEMPLATE = EventSubject.template("triage", 3);
    private static final EventSubject RUN = new EventSubject("triage", 3, "4f2a");

    private final DataSource dataSource =
            new DriverManagerDataSource("jdbc:hsqldb:mem:" + UUID.randomUUID() + ";hsqldb.tx=mvcc", "SA", "");
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    private final EventLog log = Events.in(dataSource);

    @BeforeEach
    void migrate() {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/hsqldb")
                .load()
                .migrate();
    }

    @AfterEach
    void shutDown() {
        JdbcClient.create(dataSource).sql("SHUTDOWN IMMEDIATELY").update();
    }

    private void append(EventKind kind, EventSubject subject, String reason, Instant at) {
        transaction.executeWithoutResult(status -> log.append(kind, subject, reason, at));
    }

    @Test
    void keepsWhenWhoWhatAndWhy() {
        append(EventKind.PAUSED, TEMPLATE, "wrong 'answers' 😀", NOON);

        assertThat(log.ofTemplate("triage", false, null)).singleElement().satisfies(event -> {
            assertThat(event.createdAt()).isEqualTo(NOON);
            assertThat(event.createdBy()).isEqualTo("somebody");
            assertThat(event.kind()).isEqualTo(EventKind.PAUSED);
            assertThat(event.subject()).isEqualTo(TEMPLATE);
            assertThat(event.reason()).isEqualTo("wrong 'answers' 😀");
        });
    }

    @Test
    void ordersByTheChangesEvenWhenTheClockGoesBack() {
        append(EventKind.PAUSED, TEMPLATE, "first", NOON);
        append(EventKind.RESUMED, TEMPLATE, "second", NOON.minusSeconds(3600));

        assertThat(log.ofTemplate("triage", false, null))
                .extracting(Event::reason)
                .containsExactly("second", "first");
    }

    @Test
    void tellsTemplatesAndRunsApart() {
        append(EventKind.ACTIVATED, TEMPLATE, "a", NOON);
        append(EventKind.RUN_STARTED, RUN, "b", NOON.plusSeconds(1));
        append(EventKind.ACTIVATED, EventSubject.template("other", 1), "c", NOON);

        assertThat(log.ofTemplate("triage", false, null))
                .extracting(Event::reason)
                .containsExactly("a");
        assertThat(log.ofTemplate("triage", true, null))
                .extracting(Event::reason)
                .containsExactly("b", "a");
        assertThat(log.ofTemplate("triage", true, NOON.plusSeconds(1)))
                .extracting(Event::reason)
                .containsExactly("b");
        assertThat(log.ofRun("4f2a", null)).extracting(Event::reason).containsExactly("b");
        assertThat(log.ofRun("4f2a", NOON.plusSeconds(2))).isEmpty();
    }

    @Test
    void takesNoEventOutsideTheTransactionOfItsChange() {
        assertThatThrownBy(() -> log.append(EventKind.PAUSED, TEMPLATE, null, NOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction");
        transaction.executeWithoutResult(status -> {
            log.append(EventKind.PAUSED, TEMPLATE, null, NOON);
            status.setRollbackOnly();
        });

        assertThat(log.ofTemplate("triage", true, null)).isEmpty();
    }
}
