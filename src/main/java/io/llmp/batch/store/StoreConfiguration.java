package io.llmp.batch.store;

import io.llmp.batch.limit.Ticker;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.outage.OutageTolerantTransactions;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
class StoreConfiguration {

    @Bean
    StoreDatabase storeDatabase(StoreProperties properties, Ticker ticker) {
        return StoreDatabase.open(properties, ticker);
    }

    // Closed with the database, in its order.
    @Bean(destroyMethod = "")
    DataSource dataSource(StoreDatabase database) {
        return database.dataSource();
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource, StoreDatabase database) {
        return new StoreTransactionManager(dataSource, database::commit);
    }

    @Bean
    TransactionOperations outageTolerantTransactions(
            PlatformTransactionManager transactions,
            StoreDatabase database,
            StoreProperties properties,
            Ticker ticker) {
        // A run waits for a server that can be written; a command of a moment does not.
        Duration patience =
                database.isReadOnly() && properties.access() == Access.SHARE ? Duration.ZERO : properties.patience();
        return new OutageTolerantTransactions(new TransactionTemplate(transactions), patience, ticker, Thread::sleep);
    }
}
