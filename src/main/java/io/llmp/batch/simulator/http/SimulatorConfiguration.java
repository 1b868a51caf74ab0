package io.llmp.batch.simulator.http;

import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the simulator its settings and the machine's clock. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SimulatorSettings.class)
class SimulatorConfiguration {

    @Bean
    Simulator llmpSimulator() {
        return new HttpSimulator(InstantSource.system(), System::nanoTime);
    }
}
