package io.llmp.batch.template.jdbc;

import io.llmp.batch.template.TemplateJson;
import io.llmp.batch.template.TemplateRegistry.Listed;
import io.llmp.batch.template.TemplateState;
import io.llmp.batch.template.TemplateStatus;
import io.llmp.batch.template.TemplateVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The registry's two tables: {@code LLMP_TEMPLATE} says how a template stands, {@code LLMP_TEMPLATE_VERSION} keeps all
 * versions. Knows their columns and nothing of the rules. The SQL is common to HSQLDB and PostgreSQL.
 */
final class TemplateTables {

    private static final String SELECT = "SELECT T.NAME, T.STATE, T.ACTIVE_VERSION,"
            + " V.CONTENT, V.VERSION, V.DIGEST, V.SOURCE, V.CREATED_BY, V.CREATED_AT"
            + " FROM LLMP_TEMPLATE_VERSION V JOIN LLMP_TEMPLATE T ON T.NAME = V.NAME ";

    private final JdbcClient jdbc;

    TemplateTables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Holds the name's row until the end of the transaction, so that its changes come one at a time. */
    Optional<TemplateStatus> hold(String name) {
        int held = jdbc.sql("UPDATE LLMP_TEMPLATE SET ACTIVE_VERSION = ACTIVE_VERSION WHERE NAME = ?")
                .param(name)
                .update();
        return held == 0 ? Optional.empty() : status(name);
    }

    void insert(TemplateStatus status) {
        jdbc.sql("INSERT INTO LLMP_TEMPLATE (NAME, STATE, ACTIVE_VERSION) VALUES (?, ?, ?)")
                .param(status.name())
                .param(status.state().name())
                .param(status.activeVersion())
                .update();
    }

    void update(TemplateStatus status) {
        jdbc.sql("UPDATE LLMP_TEMPLATE SET STATE = ?, ACTIVE_VERSION = ? WHERE NAME = ?")
                .param(status.state().name())
                .param(status.activeVersion())
                .param(status.name())
                .update();
    }

    void insert(TemplateVersion version) {
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

    List<String> names() {
        return jdbc.sql("SELECT NAME FROM LLMP_TEMPLATE ORDER BY NAME")
                .query(String.class)
                .list();
    }

    Optional<TemplateStatus> status(String name) {
        return jdbc.sql("SELECT NAME, STATE, ACTIVE_VERSION FROM LLMP_TEMPLATE WHERE NAME = ?")
                .param(name)
                .query(TemplateTables::status)
                .optional();
    }

    Optional<TemplateVersion> newest(String name) {
        return jdbc.sql(SELECT
                        + "WHERE V.NAME = ?"
                        + " AND V.VERSION = (SELECT MAX(VERSION) FROM LLMP_TEMPLATE_VERSION WHERE NAME = ?)")
                .params(name, name)
                .query(TemplateTables::version)
                .optional();
    }

    Optional<TemplateVersion> version(String name, int version) {
        return jdbc.sql(SELECT + "WHERE V.NAME = ? AND V.VERSION = ?")
                .params(name, version)
                .query(TemplateTables::version)
                .optional();
    }

    /** Returns all versions of {@code name}, newest first. */
    List<TemplateVersion> versions(String name) {
        return jdbc.sql(SELECT + "WHERE V.NAME = ? ORDER BY V.VERSION DESC")
                .param(name)
                .query(TemplateTables::version)
                .list();
    }

    /** Returns every template with its active version, or its newest when none is active, newest first. */
    List<Listed> list() {
        return jdbc.sql(SELECT
                        + "WHERE V.VERSION = COALESCE(T.ACTIVE_VERSION,"
                        + " (SELECT MAX(N.VERSION) FROM LLMP_TEMPLATE_VERSION N WHERE N.NAME = T.NAME))"
                        + " ORDER BY V.CREATED_AT DESC, V.NAME")
                .query((row, number) -> new Listed(status(row, number), version(row, number)))
                .list();
    }

    private static TemplateStatus status(ResultSet row, int number) throws SQLException {
        return new TemplateStatus(
                row.getString("NAME"),
                TemplateState.valueOf(row.getString("STATE")),
                row.getObject("ACTIVE_VERSION", Integer.class));
    }

    private static TemplateVersion version(ResultSet row, int number) throws SQLException {
        return new TemplateVersion(
                TemplateJson.read(row.getString("CONTENT")),
                row.getInt("VERSION"),
                row.getString("DIGEST"),
                row.getString("SOURCE"),
                row.getString("CREATED_BY"),
                row.getObject("CREATED_AT", OffsetDateTime.class).toInstant());
    }
}
