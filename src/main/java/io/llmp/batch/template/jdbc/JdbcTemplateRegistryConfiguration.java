package io.llmp.batch.template.jdbc;

import io.llmp.batch.event.Actor;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.store.StoreDatabase;
import io.llmp.batch.template.TemplateRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps job templates in the store. */
@Configuration(proxyBeanMethods = false)
class JdbcTemplateRegistryConfiguration {

    @Bean
    TemplateRegistry llmpTemplateRegistry(StoreDatabase store, EventLog events, Actor actor) {
        return new JdbcTemplateRegistry(
                store.dataSource(), store.transactionManager(), events, InstantSource.system(), actor);
    }
}
