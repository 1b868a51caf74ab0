package io.llmp.batch.template.jdbc;

import io.llmp.batch.event.EventLog;
import io.llmp.batch.template.TemplateRegistry;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** Keeps job templates in the application's database. */
@Configuration(proxyBeanMethods = false)
class JdbcTemplateRegistryConfiguration {

    @Bean
    TemplateRegistry templateRegistry(
            DataSource dataSource, PlatformTransactionManager transactionManager, EventLog events) {
        String user = System.getProperty("user.name", "unknown");
        return new JdbcTemplateRegistry(dataSource, transactionManager, events, InstantSource.system(), user);
    }
}
