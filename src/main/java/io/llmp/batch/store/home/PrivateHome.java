package io.llmp.batch.store.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what is under {@code LLMP_HOME} from everybody but its owner, whatever the umask of the process is. */
public final class PrivateHome {

    /** What the program makes there; a home may be a directory that holds other things too. */
    private static final List<String> OURS = List.of("store", "logs", "probes");

    private static final Logger LOG = LoggerFactory.getLogger(PrivateHome.class);

    private PrivateHome() {}

    /** Makes a home that is not there, and closes what is ours in one that is. */
    public static void close(Path home) {
        try {
            if (Files.notExists(home)) {
                PrivateFile.createDirectory(home);
            }
            for (String name : OURS) {
                Path ours = home.resolve(name);
                // Those on a file system that is read-only stay as they are.
                if (Files.isWritable(ours)) {
                    PrivateFile.close(ours);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Somebody else's files; whether they can be used shows elsewhere.
            LOG.warn("The permissions under {} could not be changed", home, e);
        }
    }
}
