package io.llmp.batch.template.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.event.Actor;
import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.jdbc.Events;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateRegistryContract;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.Templates;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class HsqldbTemplateRegistryTest extends TemplateRegistryContract {

    private static final JobTemplate TRIAGE = Templates.of(Templates.TICKET_TRIAGE);

    private String url = "jdbc:hsqldb:mem:" + UUID.randomUUID() + ";hsqldb.tx=mvcc";

    @BeforeEach
    void migrate() {
        Flyway.configure()
                .dataSource(dataSource())
                .locations("classpath:io/llmp/batch/store/hsqldb")
                .load()
                .migrate();
    }

    @AfterEach
    void shutDown() {
        JdbcClient.create(dataSource()).sql("SHUTDOWN IMMEDIATELY").update();
    }

    @Override
    protected TemplateRegistry registry() {
        DataSource dataSource = dataSource();
        return registry(dataSource, Events.in(dataSource));
    }

    @Override
    protected TemplateRegistry dyingRegistry() {
        DataSource dataSource = dataSource();
        return registry(dataSource, Events.failing(dataSource));
    }

    @Override
    protected EventLog events() {
        return Events.in(dataSource());
    }

    private TemplateRegistry registry(DataSource dataSource, EventLog events) {
        return new JdbcTemplateRegistry(
                dataSource, new JdbcTransactionManager(dataSource), events, this::tick, () -> "somebody");
    }

    private DataSource dataSource() {
        return new DriverManagerDataSource(url, "SA", "");
    }

    @Test
    void whatWasAppliedSurvivesTheDeathOfTheProcess(@TempDir Path directory) {
        shutDown();
        url = "jdbc:hsqldb:file:" + directory.resolve("db")
                + ";hsqldb.write_delay=false;hsqldb.tx=mvcc;hsqldb.lock_file=false";
        migrate();
        TemplateVersion version = registry().apply(TRIAGE, "a").version();
        shutDown();

        assertThat(registry().get(TemplateRef.parse("ticket-triage"))).isEqualTo(version);
    }

    @Test
    void whatWasAppliedOutlivesTheCallersTransaction() {
        DataSource dataSource = dataSource();
        new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult(outer -> {
            registry().apply(TRIAGE, "a");
            outer.setRollbackOnly();
        });

        assertThat(registry().status("ticket-triage").activeVersion()).isEqualTo(1);
    }

    @Test
    void theConfigurationNeedsTheStoreTheEventLogAndWhoActs(@TempDir Path home) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            Map<String, Object> settings = Map.of("llmp.store.home", home.toString());
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
            context.scan("io.llmp.batch.store", "io.llmp.batch.event");
            context.registerBean(Actor.class, () -> () -> "ann");
            context.register(JdbcTemplateRegistryConfiguration.class);
            context.refresh();

            TemplateVersion applied =
                    context.getBean(TemplateRegistry.class).apply(TRIAGE, "a").version();
            assertThat(applied.createdBy()).isEqualTo("ann");
            assertThat(context.getBean(EventLog.class).ofTemplate("ticket-triage", false, null))
                    .extracting(Event::createdBy)
                    .containsOnly("ann");
        }
    }
}
