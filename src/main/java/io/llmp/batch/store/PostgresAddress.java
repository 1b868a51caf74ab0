package io.llmp.batch.store;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Where a PostgreSQL database is, and as whom to enter it.
 *
 * @param url JDBC address, which may hold a password and so is never shown but as {@link #shown}
 * @param user null for the one in the address, else that of the operating system
 * @param password null for the one in the address, else that in {@code ~/.pgpass}
 */
record PostgresAddress(
        String url, @Nullable String user, @Nullable String password) {

    private static final String PREFIX = "jdbc:postgresql:";
    private static final List<String> LIBRARIES =
            List.of("org.postgresql.Driver", "org.flywaydb.database.postgresql.PostgreSQLDatabaseType");
    private static final Pattern SECRET_PARAMETER = Pattern.compile("(?i)(password=)[^&\\s]*");
    private static final Pattern SECRET_OF_USER = Pattern.compile("//[^/@\\s]*@");

    /** @throws ProblemException when the settings name no PostgreSQL database, or a password file that cannot be read */
    static PostgresAddress of(StoreProperties properties) {
        String url = String.valueOf(properties.url()).strip();
        if (url.startsWith(PREFIX)) {
            requireLibraries();
        }
        if (!isUnderstood(url)) {
            throw ProblemException.invalid(
                    "The store's address " + redact(url) + " is not one of PostgreSQL.",
                    "Give LLMP_STORE_URL (or llmp.store.url) as jdbc:postgresql://HOST:PORT/DATABASE, and LLMP_STORE_USER"
                            + " and LLMP_STORE_PASSWORD beside it; or unset it for the embedded database.");
        }
        return new PostgresAddress(url, present(properties.user()), password(properties));
    }

    private static void requireLibraries() {
        ClassLoader loader = PostgresAddress.class.getClassLoader();
        if (!LIBRARIES.stream().allMatch(type -> ClassUtils.isPresent(type, loader))) {
            throw ProblemException.invalid(
                    "A store on PostgreSQL cannot be used: its libraries are not on the class path.",
                    "Add the dependencies org.postgresql:postgresql and org.flywaydb:flyway-database-postgresql, or leave"
                            + " out llmp.store.url for the embedded database.");
        }
    }

    private static boolean isUnderstood(String url) {
        if (!url.startsWith(PREFIX) || SECRET_OF_USER.matcher(url).find()) {
            return false;
        }
        try {
            DriverManager.getDriver(url);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static @Nullable String password(StoreProperties properties) {
        Path file = properties.passwordFile();
        if (file == null || file.toString().isBlank()) {
            return present(properties.password());
        }
        if (present(properties.password()) != null) {
            throw ProblemException.invalid(
                    "Both LLMP_STORE_PASSWORD and LLMP_STORE_PASSWORD_FILE are set.", "Unset one of them.");
        }
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "The password file " + file + " of the store cannot be read: " + e.getMessage() + ".",
                    "Correct LLMP_STORE_PASSWORD_FILE (or llmp.store.password-file).",
                    e);
        }
    }

    private static @Nullable String present(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** Returns the address without parameters and without any password. */
    String shown() {
        int parameters = url.indexOf('?');
        return redact(parameters < 0 ? url : url.substring(0, parameters));
    }

    /** Returns a text, such as a driver's message, without passwords of addresses in it. */
    static String redact(String text) {
        return SECRET_OF_USER
                .matcher(SECRET_PARAMETER.matcher(text).replaceAll("$1***"))
                .replaceAll("//***@");
    }

    @Override
    public String toString() {
        return shown();
    }
}
