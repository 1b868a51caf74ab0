package io.llmp.batch.event.jdbc;

import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class HsqldbEventLogTest extends EventLogContract {

    private final DataSource dataSource =
            new DriverManagerDataSource("jdbc:hsqldb:mem:" + UUID.randomUUID() + ";hsqldb.tx=mvcc", "SA", "");

    HsqldbEventLogTest() {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:io/llmp/batch/store/hsqldb")
                .load()
                .migrate();
    }

    @Override
    DataSource dataSource() {
        return dataSource;
    }

    @AfterEach
    void shutDown() {
        JdbcClient.create(dataSource).sql("SHUTDOWN IMMEDIATELY").update();
    }
}
