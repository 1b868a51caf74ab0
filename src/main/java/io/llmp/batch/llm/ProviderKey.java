package io.llmp.batch.llm;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads keys. No message holds one. */
final class ProviderKey {

    private static final int LONGEST = 8_192;

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private ProviderKey() {}

    /**
     * Returns the key in {@code file}, without the white space around it.
     *
     * @throws ProblemException when it cannot be read, or by others than its owner
     */
    static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw ProblemException.invalid(
                        "The key file " + file + " can be read or written by others than its owner.",
                        "Run: chmod 600 " + file);
            }
            return checked(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8), "The key file " + file);
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "The key file " + file + " cannot be read.",
                    "Give the path of a file that holds the key alone.",
                    e);
        }
    }

    /** Returns {@code key} without the white space around it, if it can stand in a header. */
    static String checked(String key, String where) {
        String stripped = key.strip();
        if (stripped.isEmpty() || stripped.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw ProblemException.invalid(
                    where + " does not hold a key: it is empty, or has characters that no key has.",
                    "Put the key there, and nothing else.");
        }
        return stripped;
    }
}
