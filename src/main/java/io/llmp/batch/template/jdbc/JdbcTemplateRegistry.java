package io.llmp.batch.template.jdbc;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Nearest;
import io.llmp.batch.template.TemplateDigest;
import io.llmp.batch.template.TemplateJson;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The registry in two tables: {@code LLMP_TEMPLATE} says which version is active, {@code LLMP_TEMPLATE_VERSION} keeps
 * them all. The SQL is common to HSQLDB and PostgreSQL.
 */
final class JdbcTemplateRegistry implements TemplateRegistry {

    private static final int MOST_ATTEMPTS = 3;
    private static final int LONGEST_SOURCE = 1000;
    private static final int LONGEST_USER = 200;

    private static final String SELECT = "SELECT V.CONTENT, V.VERSION, V.DIGEST, V.SOURCE, V.CREATED_BY, V.CREATED_AT"
            + " FROM LLMP_TEMPLATE_VERSION V JOIN LLMP_TEMPLATE T ON T.NAME = V.NAME ";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final String user;

    /**
     * Keeps templates in {@code dataSource}, whose tables exist.
     *
     * @param clock gives the time of a version's creation
     * @param user who applies templates
     */
    JdbcTemplateRegistry(
            DataSource dataSource, PlatformTransactionManager transactionManager, InstantSource clock, String user) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(transactionManager);
        // What apply returns must be durable, and must be repeatable after a clash, whatever the caller is in.
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
        this.user = user.substring(0, Math.min(user.length(), LONGEST_USER));
    }

    @Override
    public Applied apply(JobTemplate template, String source) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.execute(status -> applyOnce(template, source));
            } catch (DuplicateKeyException | ConcurrencyFailureException e) {
                // Another process was faster; what it stored is seen the next time.
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Applied applyOnce(JobTemplate template, String source) {
        String name = template.name();
        // Holds the name's row until the end of the transaction, so that versions are counted one at a time.
        int held = jdbc.sql("UPDATE LLMP_TEMPLATE SET ACTIVE_VERSION = ACTIVE_VERSION WHERE NAME = ?")
                .param(name)
                .update();
        if (held == 0) {
            jdbc.sql("INSERT INTO LLMP_TEMPLATE (NAME, ACTIVE_VERSION) VALUES (?, 1)")
                    .param(name)
                    .update();
        }
        String digest = TemplateDigest.of(template);
        Optional<TemplateVersion> newest = newest(name);
        if (newest.isPresent() && newest.get().digest().equals(digest)) {
            return new Applied(newest.get(), false);
        }
        TemplateVersion version = new TemplateVersion(
                template,
                newest.map(TemplateVersion::version).orElse(0) + 1,
                digest,
                source.substring(0, Math.min(source.length(), LONGEST_SOURCE)),
                user,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        insert(version);
        jdbc.sql("UPDATE LLMP_TEMPLATE SET ACTIVE_VERSION = ? WHERE NAME = ?")
                .params(version.version(), name)
                .update();
        return new Applied(version, true);
    }

    private void insert(TemplateVersion version) {
        jdbc.sql("INSERT INTO LLMP_TEMPLATE_VERSION (NAME, VERSION, DIGEST, CONTENT, SOURCE, CREATED_BY, CREATED_AT)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        version.name(),
                        version.version(),
                        version.digest(),
                        TemplateJson.write(version.template()),
                        version.source(),
                        version.createdBy(),
                        version.createdAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    private Optional<TemplateVersion> newest(String name) {
        return jdbc.sql(
                        SELECT
                                + "WHERE V.NAME = ? AND V.VERSION = (SELECT MAX(VERSION) FROM LLMP_TEMPLATE_VERSION WHERE NAME = ?)")
                .params(name, name)
                .query(JdbcTemplateRegistry::version)
                .optional();
    }

    @Override
    public List<TemplateVersion> list() {
        return jdbc.sql(SELECT + "WHERE V.VERSION = T.ACTIVE_VERSION ORDER BY V.CREATED_AT DESC, V.NAME")
                .query(JdbcTemplateRegistry::version)
                .list();
    }

    @Override
    public List<TemplateVersion> versions(String name) {
        List<TemplateVersion> versions = jdbc.sql(SELECT + "WHERE V.NAME = ? ORDER BY V.VERSION DESC")
                .param(name)
                .query(JdbcTemplateRegistry::version)
                .list();
        if (versions.isEmpty()) {
            throw unknown(name);
        }
        return versions;
    }

    @Override
    public TemplateVersion get(TemplateRef ref) {
        Integer wanted = ref.version();
        int version = wanted == null ? activeVersion(ref.name()) : wanted;
        return jdbc.sql(SELECT + "WHERE V.NAME = ? AND V.VERSION = ?")
                .params(ref.name(), version)
                .query(JdbcTemplateRegistry::version)
                .optional()
                .orElseThrow(() -> unknown(ref.name(), version));
    }

    @Override
    public int activeVersion(String name) {
        return jdbc.sql("SELECT ACTIVE_VERSION FROM LLMP_TEMPLATE WHERE NAME = ?")
                .param(name)
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> unknown(name));
    }

    private ProblemException unknown(String name) {
        List<String> names = jdbc.sql("SELECT NAME FROM LLMP_TEMPLATE ORDER BY NAME")
                .query(String.class)
                .list();
        if (names.isEmpty()) {
            return ProblemException.invalid(
                    "There is no job template '" + name + "'; none is registered yet.",
                    "Register one with 'llmp job apply FILE'.");
        }
        String near = Nearest.to(name, names)
                .map(each -> "Did you mean '" + each + "'? ")
                .orElse("");
        return ProblemException.invalid(
                "There is no job template '" + name + "'. Registered are: " + String.join(", ", names) + ".",
                near + "Name one of these, or register yours with 'llmp job apply FILE'.");
    }

    private ProblemException unknown(String name, int version) {
        String known = versions(name).stream()
                .map(each -> String.valueOf(each.version()))
                .collect(Collectors.joining(", "));
        return ProblemException.invalid(
                "The job template '" + name + "' has no version " + version + ". Its versions are: " + known + ".",
                "Name one of these, or leave the version out for the active one.");
    }

    private static TemplateVersion version(ResultSet row, int number) throws SQLException {
        Instant createdAt = row.getObject("CREATED_AT", OffsetDateTime.class).toInstant();
        return new TemplateVersion(
                TemplateJson.read(row.getString("CONTENT")),
                row.getInt("VERSION"),
                row.getString("DIGEST"),
                row.getString("SOURCE"),
                row.getString("CREATED_BY"),
                createdAt);
    }
}
