package io.llmp.batch.run;

import io.llmp.batch.limit.Ticker;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The program but for its command line and its providers, for tests to import. Not a {@link Configuration}, so that no other
 * test's scan of this package finds it.
 */
@ImportAutoConfiguration(BatchJdbcAutoConfiguration.class)
@ComponentScan(
        basePackages = {
            "io.llmp.batch.store",
            "io.llmp.batch.event",
            "io.llmp.batch.input",
            "io.llmp.batch.template",
            "io.llmp.batch.record",
            "io.llmp.batch.export",
            "io.llmp.batch.run",
            "io.llmp.batch.estimate"
        },
        useDefaultFilters = false,
        includeFilters = @Filter(Configuration.class))
public class ProgramParts {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Ticker ticker() {
        return System::nanoTime;
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource dataSource) {
        return new JdbcTemplate(dataSource);
    }
}
