package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class StatementCachingDataSourceTest {

    private static final String INSERT = "INSERT INTO T (A, B, C, D) VALUES (?, ?, ?, ?)";

    private final DataSource plain = new DriverManagerDataSource("jdbc:hsqldb:mem:" + UUID.randomUUID(), "SA", "");
    private final StatementCachingDataSource compiling = new StatementCachingDataSource(plain);

    @BeforeEach
    void createTable() {
        new JdbcTemplate(plain).execute("CREATE TABLE T (A INT, B VARCHAR(10), C VARCHAR(10), D VARCHAR(10))");
    }

    @Test
    void aStatementThatIsUsedAgainIsNotCompiledAgain() throws SQLException {
        try (Connection each = plain.getConnection();
                Connection once = compiling.getConnection()) {
            insert(each);
            insert(once);
            assertThat(allocatedBy(once)).isLessThan(allocatedBy(each) / 3);
        }
        assertThat(count(plain)).isEqualTo(202);
    }

    @Test
    void moreTextsThanAreKeptAllWork() throws SQLException {
        try (Connection connection = compiling.getConnection()) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 40; i++) {
                    assertThat(number(connection, "SELECT " + i + " + COUNT(*) FROM T"))
                            .isEqualTo(i);
                }
            }
        }
    }

    @Test
    void aTableThatChangedIsSeen() throws SQLException {
        try (Connection connection = compiling.getConnection()) {
            insert(connection);
            new JdbcTemplate(plain).execute("ALTER TABLE T ADD COLUMN E INT DEFAULT 7");
            insert(connection);
            assertThat(number(connection, "SELECT SUM(E) FROM T")).isEqualTo(14);
            new JdbcTemplate(plain).execute("DROP TABLE T");
            assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class);
        }
    }

    private static long allocatedBy(Connection connection) throws SQLException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            insert(connection);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, 1);
            for (int column = 2; column <= 4; column++) {
                statement.setString(column, "x");
            }
            statement.executeUpdate();
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static int count(DataSource source) {
        Integer count = new JdbcTemplate(source).queryForObject("SELECT COUNT(*) FROM T", Integer.class);
        return count == null ? -1 : count;
    }
}
