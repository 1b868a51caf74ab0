package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(300)
class PostgresDatabaseTest {

    private static StoreProperties at(String url, @Nullable String password, @Nullable Path file, boolean anySchema) {
        return new StoreProperties(
                Path.of("unused"), url, null, password, file, Duration.ofSeconds(10), Access.HOLD, anySchema);
    }

    private static StoreDatabase open(String url) {
        return StoreDatabase.open(at(url, null, null, false), System::nanoTime);
    }

    private static JdbcClient sql(StoreDatabase database) {
        return JdbcClient.create(database.dataSource());
    }

    @Test
    void anEmptyDatabaseGetsTheSchemaAndKeepsWhatIsWritten() {
        String url = PostgresServer.emptySchema();
        try (StoreDatabase database = open(url)) {
            assertThat(database.schemaVersion()).isEqualTo(Schema.CURRENT);
            assertThat(database.isHeld()).isFalse();
            sql(database)
                    .sql("INSERT INTO LLMP_TEMPLATE (NAME, ACTIVE_VERSION) VALUES ('a', 1)")
                    .update();
        }
        try (StoreDatabase database = open(url)) {
            assertThat(sql(database)
                            .sql("SELECT NAME FROM LLMP_TEMPLATE")
                            .query(String.class)
                            .list())
                    .isEqualTo(List.of("a"));
        }
    }

    @Test
    void saysWhetherItCanBeWritten() {
        String url = PostgresServer.emptySchema();
        try (StoreDatabase database = open(url)) {
            assertThat(database.isReadOnly()).isFalse();
        }
        try (StoreDatabase database = open(url + "&options=-c%20default_transaction_read_only=on")) {
            assertThat(database.isReadOnly()).isTrue();
            assertThat(sql(database)
                            .sql("SELECT COUNT(*) FROM LLMP_RUN")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void severalThatFindItEmptyAtOnceAllWork() {
        String url = PostgresServer.emptySchema();
        List<CompletableFuture<StoreDatabase>> all = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> open(url)))
                .toList();
        for (CompletableFuture<StoreDatabase> each : all) {
            try (StoreDatabase database = each.join()) {
                assertThat(database.schemaVersion()).isEqualTo(Schema.CURRENT);
            }
        }
    }

    @Test
    void anOlderSchemaIsRefusedUntilItIsMigrated() {
        String url = PostgresServer.emptySchema();
        PostgresServer.migrateTo(url, "2");

        assertThatThrownBy(() -> open(url))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has schema 2")
                .hasMessageContaining(Operation.MIGRATE_STORE.toString());
        try (StoreDatabase database = StoreDatabase.open(at(url, null, null, true), System::nanoTime)) {
            assertThat(database.schemaVersion()).isEqualTo(2);
            database.migrate();
            assertThat(database.schemaVersion()).isEqualTo(Schema.CURRENT);
        }
        open(url).close();
    }

    @Test
    void aNewerSchemaIsRefused() {
        String url = PostgresServer.emptySchema();
        try (StoreDatabase database = open(url)) {
            sql(database)
                    .sql("UPDATE \"flyway_schema_history\" SET \"version\" = '999' WHERE \"version\" = '1'")
                    .update();
        }
        assertThatThrownBy(() -> open(url))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("newer llmp")
                .hasMessageContaining("schema 999");
        try (StoreDatabase database = StoreDatabase.open(at(url, null, null, true), System::nanoTime)) {
            assertThatThrownBy(database::migrate).hasMessageContaining("newer llmp");
        }
    }

    @Test
    void aSchemaThatIsNotThereIsNamedAsTheFault() {
        String url = PostgresServer.emptySchema().replaceAll("currentSchema=.*", "currentSchema=absent");
        assertThatThrownBy(() -> open(url)).isInstanceOf(ProblemException.class).hasMessageContaining("currentSchema");
    }

    @Test
    void aSchemaWithTablesOfOthersIsLeftAlone() {
        String url = PostgresServer.emptySchema();
        PostgresServer.execute("CREATE TABLE " + url.replaceAll(".*currentSchema=", "") + ".THEIRS (N INTEGER)");
        assertThatThrownBy(() -> open(url))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("non-empty schema")
                .hasMessageContaining("schema of its own");
    }

    @Test
    void aUserWhoMayNotMakeTablesIsToldWhatIsMissing() {
        String url = PostgresServer.emptySchema();
        PostgresServer.execute("CREATE USER reader PASSWORD 's3cret'");
        PostgresServer.execute("GRANT USAGE ON SCHEMA " + url.replaceAll(".*currentSchema=", "") + " TO reader");
        assertThatThrownBy(() -> StoreDatabase.open(
                        new StoreProperties(
                                Path.of("unused"),
                                url.replace("user=postgres&", ""),
                                "reader",
                                "s3cret",
                                null,
                                Duration.ofSeconds(10),
                                Access.HOLD,
                                false),
                        System::nanoTime))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("permission denied")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aServerThatIsAwayIsAProblemWithoutThePassword() {
        String url = "jdbc:postgresql://127.0.0.1:1/llmp?user=me&password=s3cret&connectTimeout=1";
        assertThatThrownBy(() -> open(url)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.FAILED);
            assertThat(e.problem()).contains("jdbc:postgresql://127.0.0.1:1/llmp cannot be used", "refused");
            assertThat(e.toString()).doesNotContain("s3cret");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/llmp?password=s3cret",
                "postgres://me:s3cret@db/llmp",
                "jdbc:postgresql://me:s3cret@db/llmp",
                "jdbc:postgresql://db:port/llmp?password=s3cret",
                "/var/lib/llmp"
            })
    void anAddressOfAnotherKindIsRefusedAndNoPasswordShown(String url) {
        assertThatThrownBy(() -> open(url)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
            assertThat(e.remedy()).contains("jdbc:postgresql://HOST:PORT/DATABASE");
            assertThat(e.toString()).doesNotContain("s3cret");
        });
    }

    @Test
    void thePasswordComesFromOnePlace(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "s3cret\n");
        String url = "jdbc:postgresql://db/llmp";

        assertThat(PostgresAddress.of(at(url, null, file, false)).password()).isEqualTo("s3cret");
        assertThat(PostgresAddress.of(at(url, "other", null, false)).password()).isEqualTo("other");
        assertThat(PostgresAddress.of(at(url, "", null, false)).password())
                .as("left to ~/.pgpass")
                .isNull();
        assertThatThrownBy(() -> PostgresAddress.of(at(url, "other", file, false)))
                .hasMessageContaining("Both");
        assertThatThrownBy(() -> PostgresAddress.of(at(url, null, directory.resolve("absent"), false)))
                .hasMessageContaining("cannot be read");
        assertThat(at(url + "?password=s3cret", "s3cret", null, false).toString())
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @EnumSource
    void everyMigrationIsThereForBoth(SqlDialect dialect) throws Exception {
        Resource[] found =
                new PathMatchingResourcePatternResolver().getResources("classpath:" + dialect.migrations() + "/V*.sql");
        assertThat(found)
                .extracting(Resource::getFilename)
                .extracting(name -> name.substring(1, name.indexOf("__")))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, Schema.CURRENT)
                        .mapToObj(String::valueOf)
                        .toList());
    }
}
