package io.llmp.batch.run;

import io.llmp.batch.dispatch.CallPools;
import io.llmp.batch.export.Exporter;
import io.llmp.batch.export.Results;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
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
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RunSettings.class)
class RunConfiguration {

    @Bean
    static OutageTolerantJobRepository outageTolerantJobRepository(ObjectProvider<TransactionOperations> transactions) {
        return new OutageTolerantJobRepository(transactions);
    }

    @Bean
    RunInputs runInputs(Datasets datasets, RunStore runs) {
        return new RunInputs(datasets, runs);
    }

    @Bean
    RunPreparation runPreparation(
            TemplateRegistry templates,
            RunInputs inputs,
            Providers providers,
            List<Protocol> protocols,
            Simulator simulator,
            SimulatorSettings simulatorSettings,
            Results results,
            Exporter exporter,
            RunStore runs,
            InstantSource clock) {
        return new RunPreparation(
                templates, inputs, providers, protocols, simulator, simulatorSettings, results, exporter, runs, clock);
    }

    @Bean
    RequestPreview requestPreview(Providers providers, List<Protocol> protocols) {
        return new RequestPreview(providers, protocols);
    }

    @Bean
    TemplateTest templateTest(
            Providers providers,
            Simulator simulator,
            SimulatorSettings simulatorSettings,
            List<Protocol> protocols,
            CallPools pools) {
        return new TemplateTest(providers, simulator, simulatorSettings, protocols, pools);
    }

    @Bean
    Runs runs(
            RunPreparation preparation,
            RunStore store,
            SplitStore splits,
            JobRecordStore records,
            Exporter exporter,
            JobOperator operator,
            JobRepository jobs,
            StoreDatabase database,
            CallPools pools,
            RunSettings settings,
            InstantSource clock,
            Ticker ticker) {
        RunLauncher launcher = new RunLauncher(
                database,
                preparation,
                store,
                records,
                new RunJob(jobs, records, store, splits, exporter),
                new JobExecutions(operator, jobs),
                pools,
                settings,
                clock,
                ticker);
        return new LocalRuns(launcher, store, clock);
    }
}
