package io.llmp.batch.store.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ReadOnlyEvictionTest {

    private final SQLException readOnly = new SQLException("cannot execute UPDATE in a read-only transaction", "25006");

    @Test
    void aServerThatHasBecomeReadOnlyIsAwayAndItsConnectionsAreDropped() {
        assertThat(Outage.isOne(new IllegalStateException(readOnly))).isTrue();
        assertThat(new ReadOnlyEviction().adjudicate(readOnly)).isEqualTo(SQLExceptionOverride.Override.MUST_EVICT);
    }

    @Test
    void anotherFailureIsLeftToThePool() {
        SQLException duplicate = new SQLException("duplicate key", "23505");
        assertThat(Outage.isOne(duplicate)).isFalse();
        assertThat(new ReadOnlyEviction().adjudicate(duplicate))
                .isEqualTo(SQLExceptionOverride.Override.CONTINUE_EVICT);
    }
}
