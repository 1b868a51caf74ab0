package io.llmp.batch.template.jdbc;

import io.llmp.batch.event.Actor;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateDigest;
import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateStatus;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.UnknownTemplate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The registry in the database: a change, its event and its check against the rules are one transaction. */
final class JdbcTemplateRegistry implements TemplateRegistry {

    private static final int MOST_ATTEMPTS = 3;
    private static final int LONGEST_SOURCE = 1000;
    private static final int LONGEST_USER = 200;

    private final TemplateTables tables;
    private final TransactionTemplate transaction;
    private final EventLog events;
    private final InstantSource clock;
    private final Actor actor;

    /**
     * Keeps templates in {@code dataSource}, whose tables exist.
     *
     * @param events keeps them in the same data source
     * @param clock gives the time of a version's creation
     * @param actor who applies templates
     */
    JdbcTemplateRegistry(
            DataSource dataSource,
            PlatformTransactionManager transactionManager,
            EventLog events,
            InstantSource clock,
            Actor actor) {
        this.tables = new TemplateTables(JdbcClient.create(dataSource));
        this.transaction = new TransactionTemplate(transactionManager);
        // What apply returns must be durable, and must be repeatable after a clash, whatever the caller is in.
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.events = events;
        this.clock = clock;
        this.actor = actor;
    }

    @Override
    public Applied apply(JobTemplate template, String source, Rollout rollout, @Nullable String reason) {
        return repeatable(() -> applyOnce(template, source, rollout, reason));
    }

    @Override
    public Moved move(String name, TemplateMove move, @Nullable String reason) {
        return repeatable(() -> {
            TemplateStatus before = tables.hold(name).orElseThrow(() -> unknown(name));
            Integer version = move.version();
            if (version != null) {
                get(new TemplateRef(name, version));
            }
            TemplateStatus after = before.after(move);
            if (!after.equals(before)) {
                update(after, move, reason);
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
        TemplateStatus status = tables.hold(name).orElseGet(() -> create(name));
        String digest = TemplateDigest.of(template);
        Optional<TemplateVersion> newest = tables.newest(name);
        if (newest.isPresent() && newest.get().digest().equals(digest)) {
            return new Applied(newest.get(), false);
        }
        status.requireChangeable();
        int number = newest.map(TemplateVersion::version).orElse(0) + 1;
        TemplateVersion version = new TemplateVersion(
                template, number, digest, bounded(source, LONGEST_SOURCE), bounded(actor.name(), LONGEST_USER), now());
        tables.insert(version);
        note(newest.isEmpty() ? EventKind.CREATED : EventKind.VERSION_ADDED, name, number, reason);
        if (rollout == Rollout.ACTIVE) {
            TemplateMove activate = TemplateMove.activate(number);
            update(status.after(activate), activate, reason);
        }
        return new Applied(version, true);
    }

    private TemplateStatus create(String name) {
        TemplateStatus draft = TemplateStatus.draft(name);
        tables.insert(draft);
        return draft;
    }

    private void update(TemplateStatus status, TemplateMove move, @Nullable String reason) {
        tables.update(status);
        note(move.kind().event(), status.name(), move.version(), reason);
    }

    private void note(EventKind kind, String name, @Nullable Integer version, @Nullable String reason) {
        events.append(kind, EventSubject.template(name, version), reason, now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public List<Listed> list() {
        return tables.list();
    }

    @Override
    public List<TemplateVersion> versions(String name) {
        List<TemplateVersion> versions = tables.versions(name);
        if (versions.isEmpty()) {
            throw unknown(name);
        }
        return versions;
    }

    @Override
    public TemplateVersion get(TemplateRef ref) {
        String name = ref.name();
        if (ref.latest()) {
            return tables.newest(name).orElseThrow(() -> unknown(name));
        }
        Integer wanted = ref.version();
        int version = wanted == null ? activeVersion(name) : wanted;
        return tables.version(name, version).orElseThrow(() -> UnknownTemplate.version(name, version, versions(name)));
    }

    private int activeVersion(String name) {
        Integer active = status(name).activeVersion();
        if (active == null) {
            throw UnknownTemplate.active(name);
        }
        return active;
    }

    @Override
    public TemplateStatus status(String name) {
        return tables.status(name).orElseThrow(() -> unknown(name));
    }

    private ProblemException unknown(String name) {
        return UnknownTemplate.named(name, tables.names());
    }

    private static String bounded(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }
}
