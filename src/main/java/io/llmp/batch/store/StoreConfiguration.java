package io.llmp.batch.store;

import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
class StoreConfiguration {

    @Bean
    StoreDatabase storeDatabase(StoreProperties properties) {
        return StoreDatabase.open(properties.home());
    }

    // Closed with the database, in its order.
    @Bean(destroyMethod = "")
    DataSource dataSource(StoreDatabase database) {
        return database.dataSource();
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }
}
