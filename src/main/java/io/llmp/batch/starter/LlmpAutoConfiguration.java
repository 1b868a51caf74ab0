package io.llmp.batch.starter;

import io.llmp.batch.event.Actor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Gives an application the ports of LLMP Batch: {@link io.llmp.batch.run.Runs}, {@link
 * io.llmp.batch.template.TemplateRegistry}, {@link io.llmp.batch.record.RunStore}, {@link
 * io.llmp.batch.record.JobRecordStore}, {@link io.llmp.batch.export.Exporter} and others, as {@code llmp.*} configures them.
 * What the program comes with (providers, prices, retries) is the default.
 *
 * <p>All runs are kept in a store of their own, which is opened with the application and closed with it: the embedded database
 * under {@code llmp.store.home}, or that of {@code llmp.store.url}. The application's data source, transaction manager and
 * {@code JobRepository} stay what they are. Every bean's name starts with {@code llmp}.
 *
 * <p>{@code llmp.enabled=false} switches all of it off.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "llmp.enabled", matchIfMissing = true)
@Import(DefaultSettings.class)
@ComponentScan(
        basePackages = {
            "io.llmp.batch.store",
            "io.llmp.batch.event",
            "io.llmp.batch.input",
            "io.llmp.batch.template",
            "io.llmp.batch.simulator",
            "io.llmp.batch.llm",
            "io.llmp.batch.record",
            "io.llmp.batch.dispatch",
            "io.llmp.batch.export",
            "io.llmp.batch.report",
            "io.llmp.batch.run",
            "io.llmp.batch.estimate"
        },
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        useDefaultFilters = false,
        includeFilters = @Filter(Configuration.class))
public final class LlmpAutoConfiguration {

    /** Names the application in events; one that knows its user has an {@link Actor} of its own. */
    @Bean
    @ConditionalOnMissingBean
    Actor llmpActor(Environment environment) {
        String user = System.getProperty("user.name", "unknown");
        String name = environment.getProperty("spring.application.name", user);
        return () -> name;
    }
}
