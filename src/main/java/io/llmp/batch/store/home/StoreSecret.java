package io.llmp.batch.store.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The password of the embedded database, made up once and kept beside it in a file that only its owner can read. Whoever
 * can read it could read the database's files as well; it keeps out the other users of the machine, who can reach the port
 * at which the database is served.
 */
public final class StoreSecret {

    public static final String FILE = "secret";

    private static final int BYTES = 16;

    private StoreSecret() {}

    /** Returns the password; makes it up when there is none. To be called only by the holder of the directory. */
    public static String getOrCreate(Path directory) throws IOException {
        try {
            return read(directory);
        } catch (NoSuchFileException e) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            PrivateFile.write(directory.resolve(FILE), HexFormat.of().formatHex(random) + "\n");
            return read(directory);
        }
    }

    public static String read(Path directory) throws IOException {
        return Files.readString(directory.resolve(FILE)).strip();
    }
}
