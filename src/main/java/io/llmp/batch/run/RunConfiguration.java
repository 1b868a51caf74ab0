package io.llmp.batch.run;

import io.llmp.batch.dispatch.CallPools;
import io.llmp.batch.export.Exporter;
import io.llmp.batch.export.Results;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.run.prepare.Models;
import io.llmp.batch.run.prepare.RequestPreview;
import io.llmp.batch.run.prepare.RunInputs;
import io.llmp.batch.run.prepare.RunPreparation;
import io.llmp.batch.run.step.JobExecutions;
import io.llmp.batch.run.step.OutageTolerantJobRepository;
import io.llmp.batch.run.step.RunJob;
import io.llmp.batch.run.test.TemplateTest;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import io.llmp.batch.store.StoreDatabase;
import io.llmp.batch.template.TemplateRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.JobOperatorFactoryBean;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RunSettings.class)
class RunConfiguration {

    /** Not what an application means that has a repository of its own: only who asks for it by its name gets this one. */
    @Bean(defaultCandidate = false)
    JobRepository llmpJobRepository(StoreDatabase store) {
        return OutageTolerantJobRepository.around(
                repository(store.dataSource(), store.transactionManager()), store.transactions());
    }

    private static JobRepository repository(DataSource dataSource, PlatformTransactionManager transactions) {
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(dataSource);
        factory.setTransactionManager(transactions);
        // A run's name alone is its job's: nothing is left for serializable transactions to keep apart, and on
        // PostgreSQL
        // those of two runs that start at once fail.
        factory.setIsolationLevelForCreateEnum(Isolation.READ_COMMITTED);
        return made(factory);
    }

    private static JobOperator operator(JobRepository jobs, PlatformTransactionManager transactions) {
        JobOperatorFactoryBean factory = new JobOperatorFactoryBean();
        factory.setJobRepository(jobs);
        factory.setTransactionManager(transactions);
        // No job is looked up by its name.
        factory.setJobRegistry(new MapJobRegistry());
        // In the thread that starts the run.
        factory.setTaskExecutor(new SyncTaskExecutor());
        return made(factory);
    }

    private static <T, F extends FactoryBean<T> & InitializingBean> T made(F factory) {
        try {
            factory.afterPropertiesSet();
            return Objects.requireNonNull(factory.getObject());
        } catch (Exception e) {
            throw new IllegalStateException("Spring Batch cannot be set up", e);
        }
    }

    @Bean
    RunInputs llmpRunInputs(Datasets datasets, RunStore runs) {
        return new RunInputs(datasets, runs);
    }

    @Bean
    Models llmpModels(
            Providers providers, List<Protocol> protocols, Simulator simulator, SimulatorSettings simulatorSettings) {
        return new Models(providers, protocols, simulator, simulatorSettings);
    }

    @Bean
    RunPreparation llmpRunPreparation(
            TemplateRegistry templates,
            RunInputs inputs,
            Models models,
            Results results,
            Exporter exporter,
            RunStore runs) {
        return new RunPreparation(templates, inputs, models, results, exporter, runs, InstantSource.system());
    }

    @Bean
    RequestPreview llmpRequestPreview(Models models) {
        return new RequestPreview(models);
    }

    @Bean
    TemplateTest llmpTemplateTest(Models models, CallPools pools) {
        return new TemplateTest(models, pools);
    }

    @Bean
    Runs llmpRuns(
            RunPreparation preparation,
            RunStore store,
            SplitStore splits,
            JobRecordStore records,
            Exporter exporter,
            @Qualifier("llmpJobRepository") JobRepository jobs,
            StoreDatabase database,
            CallPools pools,
            RunSettings settings) {
        InstantSource clock = InstantSource.system();
        RunLauncher launcher = new RunLauncher(
                database,
                preparation,
                store,
                records,
                new RunJob(jobs, records, store, splits, exporter),
                new JobExecutions(operator(jobs, database.transactionManager()), jobs),
                pools,
                settings,
                clock,
                System::nanoTime);
        return new LocalRuns(launcher, store, clock);
    }
}
