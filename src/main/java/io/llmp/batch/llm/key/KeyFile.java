package io.llmp.batch.llm.key;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a key from a file that its owner alone can read, and notices when the file is replaced. */
public final class KeyFile implements KeySource {

    private static final int LONGEST = 8_192;

    /** A look at the file for each call would cost more than it is worth. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;
    private List<Object> seen = List.of();
    private Instant looked = Instant.MIN;

    public KeyFile(Path file) {
        this.file = file;
    }

    @Override
    public String read(Instant now) {
        looked = now;
        seen = state();
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw ProblemException.invalid(
                        "The key file " + file + " can be read or written by others than its owner.",
                        "Run: chmod 600 " + file);
            }
            return KeySource.checked(
                    new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8), "The key file " + file);
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "The key file " + file + " cannot be read.",
                    "Give the path of a file that holds the key alone.",
                    e);
        }
    }

    @Override
    public boolean mayHaveChanged(Instant now) {
        if (Duration.between(looked, now).abs().compareTo(BETWEEN_LOOKS) < 0) {
            return false;
        }
        looked = now;
        return !state().equals(seen);
    }

    /** What differs once the file was written again, or another took its place; empty while there is none. */
    private List<Object> state() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            @Nullable Object identity = attributes.fileKey();
            return List.of(attributes.lastModifiedTime(), attributes.size(), identity == null ? "" : identity);
        } catch (IOException e) {
            return List.of();
        }
    }
}
