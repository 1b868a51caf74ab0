package io.llmp.batch.cli.context;

import io.llmp.batch.event.Actor;
import io.llmp.batch.limit.Ticker;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Which configurations make up an application. They are package-private in the packages they configure, so they are found
 * by a scan for them; nothing else is ever found by scanning.
 */
final class ApplicationContexts {

    private ApplicationContexts() {}

    /** For the commands; each part of the core has its own. */
    @Configuration(proxyBeanMethods = false)
    static class ClockConfiguration {

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        Ticker ticker() {
            return System::nanoTime;
        }
    }

    /** Whoever starts the program makes the changes. */
    private static final String USER = System.getProperty("user.name", "unknown");

    @Configuration(proxyBeanMethods = false)
    @Import(ClockConfiguration.class)
    @ComponentScan(
            basePackages = {
                "io.llmp.batch.store",
                "io.llmp.batch.event",
                "io.llmp.batch.input",
                "io.llmp.batch.template",
                "io.llmp.batch.record",
                "io.llmp.batch.export",
                "io.llmp.batch.report"
            },
            useDefaultFilters = false,
            includeFilters = @Filter(Configuration.class))
    static class Reading {

        @Bean
        Actor llmpActor() {
            return () -> USER;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Reading.class)
    @ComponentScan(
            basePackages = {
                "io.llmp.batch.simulator",
                "io.llmp.batch.llm",
                "io.llmp.batch.dispatch",
                "io.llmp.batch.run",
                "io.llmp.batch.estimate",
                "io.llmp.batch.metrics"
            },
            useDefaultFilters = false,
            includeFilters = @Filter(Configuration.class))
    static class Running {}

    @Configuration(proxyBeanMethods = false)
    @Import(ClockConfiguration.class)
    @ComponentScan(
            basePackages = "io.llmp.batch.store",
            useDefaultFilters = false,
            includeFilters = @Filter(Configuration.class))
    static class Storing {}

    @Configuration(proxyBeanMethods = false)
    @Import(ClockConfiguration.class)
    @ComponentScan(
            basePackages = "io.llmp.batch.simulator",
            useDefaultFilters = false,
            includeFilters = @Filter(Configuration.class))
    static class Simulating {}
}
