package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.pool.HikariPool;
import io.llmp.batch.problem.ProblemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(300)
class StoreDatabaseTest {

    @Test
    void keepsWhatWasCommittedAndMigratesOnlyOnce(@TempDir Path home) {
        try (StoreDatabase database = Stores.hold(home)) {
            JdbcClient.create(database.dataSource())
                    .sql("INSERT INTO LLMP_TEMPLATE (NAME, ACTIVE_VERSION) VALUES ('a', 1)")
                    .update();
        }
        try (StoreDatabase database = Stores.hold(home)) {
            JdbcClient client = JdbcClient.create(database.dataSource());
            assertThat(client.sql("SELECT NAME FROM LLMP_TEMPLATE")
                            .query(String.class)
                            .list())
                    .isEqualTo(List.of("a"));
            assertThat(client.sql("SELECT COUNT(*) FROM LLMP_TEMPLATE WHERE NAME = 'a '")
                            .query(Long.class)
                            .single())
                    .as("names that differ by a space at the end differ")
                    .isZero();
        }
    }

    @Test
    void closesWithoutAWordRightAfterItsPoolHasGrown(@TempDir Path home) throws SQLException {
        Logger pool = (Logger) LoggerFactory.getLogger(HikariPool.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        pool.addAppender(said);
        pool.setAdditive(false);
        try (StoreDatabase database = Stores.hold(home)) {
            pool.setLevel(Level.WARN);
            try (Connection first = database.dataSource().getConnection();
                    Connection second = database.dataSource().getConnection()) {
                assertThat(first).isNotSameAs(second);
            }
        } finally {
            pool.setLevel(null);
            pool.setAdditive(true);
            pool.detachAppender(said);
        }
        assertThat(said.list).isEmpty();
    }

    @Test
    void refusesADatabaseThatANewerProgramHasUsed(@TempDir Path home) {
        try (StoreDatabase database = Stores.hold(home)) {
            JdbcClient.create(database.dataSource())
                    .sql("UPDATE \"flyway_schema_history\" SET \"version\" = '999' WHERE \"version\" = '1'")
                    .update();
        }
        assertThatThrownBy(() -> Stores.hold(home))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("newer llmp")
                .hasMessageContaining("schema 999");
        Stores.requireFree(home);
    }
}
