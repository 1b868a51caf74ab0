package io.llmp.batch.run.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

class OutageTolerantJobRepositoryTest {

    private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder()
            .generateUniqueName(true)
            .addScript("org/springframework/batch/core/schema-hsqldb.sql")
            .build();
    private final BreakingTransactions transactions =
            new BreakingTransactions(new TransactionTemplate(new JdbcTransactionManager(database)));

    private JobRepository jobs;
    private StepExecution step;

    @BeforeEach
    void begin() throws Exception {
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(database);
        factory.setTransactionManager(new JdbcTransactionManager(database));
        factory.afterPropertiesSet();
        jobs = OutageTolerantJobRepository.around(factory.getObject(), transactions);
        JobParameters parameters = new JobParameters();
        JobExecution job =
                jobs.createJobExecution(jobs.createJobInstance("job", parameters), parameters, new ExecutionContext());
        step = jobs.createStepExecution("step", job);
    }

    @AfterEach
    void close() {
        database.shutdown();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void savesAChangeWhoseTransactionBrokeWhileItEnded(boolean kept) {
        transactions.breakNext(kept);
        save(BatchStatus.STARTED);
        assertThat(stored().getStatus()).isEqualTo(BatchStatus.STARTED);
        assertThat(transactions.begun).isEqualTo(2);

        save(BatchStatus.COMPLETED);
        assertThat(stored().getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(transactions.begun).isEqualTo(3);
    }

    @Test
    void refusesAChangeOfWhatSomebodyElseHasChanged() {
        StepExecution other = stored();
        other.setStatus(BatchStatus.STOPPED);
        jobs.update(other);
        Integer version = step.getVersion();

        assertThatThrownBy(() -> save(BatchStatus.STARTED)).isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(stored().getStatus()).isEqualTo(BatchStatus.STOPPED);
        assertThat(step.getVersion()).isEqualTo(version);
    }

    private void save(BatchStatus status) {
        step.setStatus(status);
        jobs.update(step);
    }

    private StepExecution stored() {
        StepExecution stored = jobs.getStepExecution(step.getId());
        assertThat(stored).isNotNull();
        return stored;
    }

    /** Does again what a transaction did whose connection breaks before anybody sees its end. */
    private static final class BreakingTransactions implements TransactionOperations {

        private final TransactionOperations real;
        private @Nullable Boolean breaks;
        private int begun;

        BreakingTransactions(TransactionOperations real) {
            this.real = real;
        }

        /** @param kept whether the next transaction is kept all the same */
        void breakNext(boolean kept) {
            breaks = kept;
        }

        @Override
        public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
            if (breaks != null) {
                boolean kept = breaks;
                breaks = null;
                begun++;
                real.executeWithoutResult(status -> {
                    action.doInTransaction(status);
                    if (!kept) {
                        status.setRollbackOnly();
                    }
                });
            }
            begun++;
            return real.execute(action);
        }
    }
}
