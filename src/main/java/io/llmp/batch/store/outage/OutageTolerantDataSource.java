package io.llmp.batch.store.outage;

import io.llmp.batch.limit.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Waits for a database that is away, as long as patience lasts from the moment it was first missed; all who wait share that
 * time, and who comes later does not wait at all. So an outage is bounded as a whole, whoever notices it. Safe for use by
 * many threads.
 */
public final class OutageTolerantDataSource extends DelegatingDataSource {

    private final Duration patience;
    private final Ticker ticker;
    private @Nullable Long missedSince;

    /** @param pool gives up each attempt after a time of its own, which is short beside patience */
    public OutageTolerantDataSource(DataSource pool, Duration patience, Ticker ticker) {
        super(pool);
        this.patience = patience;
        this.ticker = ticker;
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                Connection connection = super.getConnection();
                found();
                return connection;
            } catch (SQLException e) {
                if (!Outage.isOne(e) || missed()) {
                    throw e;
                }
            }
        }
    }

    private synchronized void found() {
        missedSince = null;
    }

    /** Notes that the database is away; returns whether patience has ended. */
    private synchronized boolean missed() {
        if (missedSince == null) {
            missedSince = ticker.nanos();
        }
        return ticker.nanos() - missedSince >= patience.toNanos();
    }
}
