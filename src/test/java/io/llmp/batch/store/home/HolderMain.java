package io.llmp.batch.store.home;

import io.llmp.batch.store.StoreDatabase;
import io.llmp.batch.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A process of its own that holds a store until its input ends or it is killed. */
public final class HolderMain {

    private HolderMain() {}

    /** Takes what to do, {@code hold}, {@code serve} or {@code write}, and the home directory; writes a line for each thing done. */
    public static void main(String[] args) throws IOException, SQLException {
        Path home = Path.of(args[1]);
        if (args[0].equals("hold")) {
            StoreHome held = StoreHome.tryHold(home, Access.HOLD).orElseThrow();
            System.out.println("held");
            while (System.in.read() >= 0) {}
            held.close();
            return;
        }
        StoreDatabase database = Stores.hold(home);
        if (args[0].equals("serve")) {
            while (ServedAddress.read(StoreHome.directory(home)).isEmpty()) {
                Thread.onSpinWait();
            }
            System.out.println("served");
            while (System.in.read() >= 0) {}
            database.close();
            return;
        }
        try (Connection connection = database.dataSource().getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE CACHED TABLE WRITTEN (N BIGINT PRIMARY KEY, T VARCHAR(1000))");
            }
            write(connection);
        }
    }

    private static void write(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO WRITTEN VALUES (?, ?)")) {
            for (long n = 0; ; n++) {
                insert.setLong(1, n);
                insert.setString(2, "x".repeat(500));
                insert.executeUpdate();
                System.out.println(n);
            }
        }
    }
}
