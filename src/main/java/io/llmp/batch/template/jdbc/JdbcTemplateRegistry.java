package io.llmp.batch.template.jdbc;

import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Nearest;
import io.llmp.batch.template.TemplateDigest;
import io.llmp.batch.template.TemplateJson;
import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateState;
import io.llmp.batch.template.TemplateStatus;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The registry in two tables: {@code LLMP_TEMPLATE} says how a template stands, {@code LLMP_TEMPLATE_VERSION} keeps
 * them all. The SQL is common to HSQLDB and PostgreSQL.
 */
final class JdbcTemplateRegistry implements TemplateRegistry {

    private static final int MOST_ATTEMPTS = 3;
    private static final int LONGEST_SOURCE = 1000;
    private static final int LONGEST_USER = 200;

    private static final String SELECT = "SELECT T.NAME, T.STATE, T.ACTIVE_VERSION,"
            + " V.CONTENT, V.VERSION, V.DIGEST, V.SOURCE, V.CREATED_BY, V.CREATED_AT FROM LLMP_TEMPLATE_VERSION V JOIN LLMP_TEMPLATE T ON T.NAME = V.NAME ";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final EventLog events;
    private final InstantSource clock;
    private final String user;

    /**
     * Keeps templates in {@code dataSource}, whose tables exist.
     *
     * @param events keeps them in the same data source
     * @param clock gives the time of a version's creation
     * @param user who applies templates
     */
    JdbcTemplateRegistry(
            DataSource dataSource,
            PlatformTransactionManager transactionManager,
            EventLog events,
            InstantSource clock,
            String user) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(transactionManager);
        // What apply returns must be durable, and must be repeatable after a clash, whatever the caller is in.
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.events = events;
        this.clock = clock;
        this.user = user.substring(0, Math.min(user.length(), LONGEST_USER));
    }

    @Override
    public Applied apply(JobTemplate template, String source, Rollout rollout, @Nullable String reason) {
        return repeatable(() -> applyOnce(template, source, rollout, reason));
    }

    @Override
    public Moved move(String name, TemplateMove move, @Nullable String reason) {
        return repeatable(() -> {
            TemplateStatus before = hold(name).orElseThrow(() -> unknown(name));
            Integer version = move.version();
            if (version != null) {
                get(new TemplateRef(name, version));
            }
            TemplateStatus after = before.after(move);
            if (!after.equals(before)) {
                store(after, move, reason);
            }
            return new Moved(before, after);
        });
    }

    private <T> T repeatable(Supplier<T> change) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.execute(status -> change.get());
            } catch (DuplicateKeyException | ConcurrencyFailureException e) {
                // Another process was faster; what it stored is seen the next time.
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Applied applyOnce(JobTemplate template, String source, Rollout rollout, @Nullable String reason) {
        String name = template.name();
        TemplateStatus status = hold(name).orElseGet(() -> create(name));
        String digest = TemplateDigest.of(template);
        Optional<TemplateVersion> newest = newest(name);
        if (newest.isPresent() && newest.get().digest().equals(digest)) {
            return new Applied(newest.get(), false);
        }
        status.requireChangeable();
        TemplateVersion version = new TemplateVersion(
                template,
                newest.map(TemplateVersion::version).orElse(0) + 1,
                digest,
                source.substring(0, Math.min(source.length(), LONGEST_SOURCE)),
                user,
                now());
        insert(version);
        note(newest.isEmpty() ? EventKind.CREATED : EventKind.VERSION_ADDED, name, version.version(), reason);
        if (rollout == Rollout.ACTIVE) {
            TemplateMove activate = TemplateMove.activate(version.version());
            store(status.after(activate), activate, reason);
        }
        return new Applied(version, true);
    }

    /** Holds the name's row until the end of the transaction, so that its changes come one at a time. */
    private Optional<TemplateStatus> hold(String name) {
        int held = jdbc.sql("UPDATE LLMP_TEMPLATE SET ACTIVE_VERSION = ACTIVE_VERSION WHERE NAME = ?")
                .param(name)
                .update();
        return held == 0 ? Optional.empty() : find(name);
    }

    private TemplateStatus create(String name) {
        TemplateStatus draft = TemplateStatus.draft(name);
        jdbc.sql("INSERT INTO LLMP_TEMPLATE (NAME, STATE, ACTIVE_VERSION) VALUES (?, ?, NULL)")
                .params(name, draft.state().name())
                .update();
        return draft;
    }

    private void store(TemplateStatus status, TemplateMove move, @Nullable String reason) {
        jdbc.sql("UPDATE LLMP_TEMPLATE SET STATE = ?, ACTIVE_VERSION = ? WHERE NAME = ?")
                .param(status.state().name())
                .param(status.activeVersion())
                .param(status.name())
                .update();
        note(move.kind().event(), status.name(), move.version(), reason);
    }

    private void note(EventKind kind, String name, @Nullable Integer version, @Nullable String reason) {
        events.append(kind, EventSubject.template(name, version), reason, now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
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
    public List<Listed> list() {
        return jdbc.sql(SELECT
                        + "WHERE V.VERSION = COALESCE(T.ACTIVE_VERSION,"
                        + " (SELECT MAX(N.VERSION) FROM LLMP_TEMPLATE_VERSION N WHERE N.NAME = T.NAME))"
                        + " ORDER BY V.CREATED_AT DESC, V.NAME")
                .query((row, number) -> new Listed(status(row, number), version(row, number)))
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
        if (ref.latest()) {
            return newest(ref.name()).orElseThrow(() -> unknown(ref.name()));
        }
        Integer wanted = ref.version();
        int version = wanted == null ? activeVersion(ref.name()) : wanted;
        return jdbc.sql(SELECT + "WHERE V.NAME = ? AND V.VERSION = ?")
                .params(ref.name(), version)
                .query(JdbcTemplateRegistry::version)
                .optional()
                .orElseThrow(() -> unknown(ref.name(), version));
    }

    private int activeVersion(String name) {
        Integer active = status(name).activeVersion();
        if (active == null) {
            throw ProblemException.invalid(
                    "The job template '" + name + "' has no active version: it was registered as a draft.",
                    "Name a version, such as " + name + "@latest, or make one active with 'llmp job activate " + name
                            + "@latest'.");
        }
        return active;
    }

    @Override
    public TemplateStatus status(String name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    private Optional<TemplateStatus> find(String name) {
        return jdbc.sql("SELECT NAME, STATE, ACTIVE_VERSION FROM LLMP_TEMPLATE WHERE NAME = ?")
                .param(name)
                .query(JdbcTemplateRegistry::status)
                .optional();
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

    private static TemplateStatus status(ResultSet row, int number) throws SQLException {
        return new TemplateStatus(
                row.getString("NAME"),
                TemplateState.valueOf(row.getString("STATE")),
                row.getObject("ACTIVE_VERSION", Integer.class));
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
