package io.llmp.batch.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a process keeps what must survive it.
 *
 * @param home directory of the embedded database and the logs; {@code LLMP_HOME} sets it
 */
@ConfigurationProperties(prefix = "llmp.store", ignoreUnknownFields = false)
record StoreProperties(@DefaultValue(".llmp") Path home) {}
