package io.llmp.batch.event.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What every event log keeps to. */
@SuppressWarnings("NullAway.Init")
abstract class EventLogContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final EventSubject TEMPLATE = EventSubject.template("triage", 3);
    private static final EventSubject RUN = new EventSubject("triage", 3, "4f2a");

    private TransactionTemplate transaction;
    private EventLog log;

    @BeforeEach
    void open() {
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource()));
        log = Events.in(dataSource());
    }

    /** Returns the database of this test, with the tables of the stores: always the same one. */
    abstract DataSource dataSource();

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
