package io.llmp.batch.event.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.llmp.batch.store.PostgresServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

class PostgresEventLogTest extends EventLogContract {

    private final HikariDataSource dataSource = PostgresServer.newStore();

    @Override
    DataSource dataSource() {
        return dataSource;
    }

    @AfterEach
    void close() {
        dataSource.close();
    }
}
