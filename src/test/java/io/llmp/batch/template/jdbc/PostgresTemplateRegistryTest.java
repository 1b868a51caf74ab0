package io.llmp.batch.template.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.jdbc.Events;
import io.llmp.batch.store.PostgresServer;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateRegistryContract;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.support.JdbcTransactionManager;

class PostgresTemplateRegistryTest extends TemplateRegistryContract {

    private final HikariDataSource dataSource = PostgresServer.newStore();

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Override
    protected TemplateRegistry registry() {
        return registry(events());
    }

    @Override
    protected TemplateRegistry dyingRegistry() {
        return registry(Events.failing(dataSource));
    }

    @Override
    protected EventLog events() {
        return Events.in(dataSource);
    }

    private TemplateRegistry registry(EventLog events) {
        return new JdbcTemplateRegistry(
                dataSource, new JdbcTransactionManager(dataSource), events, this::tick, () -> "somebody");
    }
}
