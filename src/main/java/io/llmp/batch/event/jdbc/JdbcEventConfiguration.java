package io.llmp.batch.event.jdbc;

import io.llmp.batch.event.Actor;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.store.StoreDatabase;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class JdbcEventConfiguration {

    @Bean
    EventLog llmpEventLog(StoreDatabase store, Actor actor) {
        return new JdbcEventLog(JdbcClient.create(store.dataSource()), actor);
    }
}
