package io.llmp.batch.store;

import io.llmp.batch.store.home.Access;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where a process keeps what must survive it.
 *
 * @param home directory of the embedded database and the logs; {@code LLMP_HOME} sets it
 * @param url JDBC address of a PostgreSQL database to use instead of the embedded one, such as
 *     {@code jdbc:postgresql://db.example.com/llmp}; {@code LLMP_STORE_URL} sets it
 * @param user user of that database; {@code LLMP_STORE_USER} sets it
 * @param password password of that user; {@code LLMP_STORE_PASSWORD} sets it. Without one the driver looks into
 *     {@code ~/.pgpass}
 * @param passwordFile file whose first line is the password; {@code LLMP_STORE_PASSWORD_FILE} sets it
 * @param patience how long a write is tried again while that database is away, before the run ends
 * @param access whether the process must hold the embedded database; each command knows
 * @param anySchema whether a database is opened as it is, whatever its schema; only for looking at it and migrating it
 */
@Validated
@ConfigurationProperties(prefix = "llmp.store", ignoreUnknownFields = false)
record StoreProperties(
        @DefaultValue(".llmp") Path home,
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        @DefaultValue("60s") @NotNull Duration patience,
        @DefaultValue("share") Access access,
        @DefaultValue("false") boolean anySchema) {

    /** Returns the settings of an embedded database. */
    static StoreProperties embedded(Path home, Access access) {
        return new StoreProperties(home, null, null, null, null, Duration.ofSeconds(60), access, false);
    }

    boolean isRemote() {
        return url != null && !url.isBlank();
    }

    /** Leaves out whatever is or may hold a password. */
    @Override
    public String toString() {
        return "StoreProperties[home=" + home + ", remote=" + isRemote() + ", access=" + access + "]";
    }
}
