package io.llmp.batch.event.jdbc;

import io.llmp.batch.event.EventLog;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class JdbcEventConfiguration {

    @Bean
    EventLog eventLog(DataSource dataSource) {
        return new JdbcEventLog(JdbcClient.create(dataSource), System.getProperty("user.name", "unknown"));
    }
}
