package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(60)
class StoreDatabaseTest {

    @Test
    void keepsWhatWasCommittedAndMigratesOnlyOnce(@TempDir Path home) {
        try (StoreDatabase database = Stores.hold(home)) {
            JdbcClient.create(database.dataSource())
                    .sql("INSERT INTO LLMP_TEMPLATE (NAME, ACTIVE_VERSION) VALUES ('a', 1)")
                    .update();
        }
        try (StoreDatabase database = Stores.hold(home)) {
            JdbcClient client = JdbcClient.create(database.dataSource());
            assertThat(client.sql("SELECT NAME FROM LLMP_TEMPLATE")
                            .query(String.class)
                            .list())
                    .isEqualTo(List.of("a"));
            assertThat(client.sql("SELECT COUNT(*) FROM LLMP_TEMPLATE WHERE NAME = 'a '")
                            .query(Long.class)
                            .single())
                    .as("names that differ by a space at the end differ")
                    .isZero();
        }
    }

    @Test
    void refusesADatabaseThatANewerProgramHasUsed(@TempDir Path home) {
        try (StoreDatabase database = Stores.hold(home)) {
            JdbcClient.create(database.dataSource())
                    .sql("UPDATE \"flyway_schema_history\" SET \"version\" = '999' WHERE \"version\" = '1'")
                    .update();
        }
        assertThatThrownBy(() -> Stores.hold(home))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("newer llmp")
                .hasMessageContaining("schema 999");
        Stores.requireFree(home);
    }
}
