package io.llmp.batch.run;

import io.llmp.batch.event.Actor;
import io.llmp.batch.store.StoreDatabase;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The program but for its command line and its providers, for tests to import. Not a {@link Configuration}, so that no other
 * test's scan of this package finds it.
 */
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
    Actor actor() {
        return () -> "somebody";
    }

    @Bean
    JdbcTemplate jdbcTemplate(StoreDatabase store) {
        return new JdbcTemplate(store.dataSource());
    }
}
