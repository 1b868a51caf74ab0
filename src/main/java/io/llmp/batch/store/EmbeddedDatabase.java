package io.llmp.batch.store;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.home.Holder;
import io.llmp.batch.store.home.StoreHome;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the way to the embedded database: whoever can hold it does, and the others reach it through the holder. A holder
 * that is just beginning or ending is waited for.
 */
final class EmbeddedDatabase {

    /** With {@link #PAUSE_MS} between them, 10 s in all. */
    private static final int ATTEMPTS = 200;

    private static final long PAUSE_MS = 50;

    private EmbeddedDatabase() {}

    /**
     * Opens the database below {@code home}.
     *
     * @param anySchema whether to leave its schema as it is
     * @throws ProblemException when another process keeps this one out, or the database cannot be used
     */
    static OpenStore open(Path home, Access access, boolean anySchema) {
        boolean readOnly = access == Access.SHARE && StoreHome.isReadOnly(home);
        for (int attempt = 1; ; attempt++) {
            if (readOnly && !StoreHome.isHeld(home)) {
                return CopiedDatabase.open(home, anySchema);
            }
            Optional<StoreHome> held = readOnly ? Optional.empty() : StoreHome.tryHold(home, access);
            if (held.isPresent()) {
                return HeldDatabase.open(held.get(), access, !anySchema);
            }
            Holder holder = StoreHome.holder(home);
            if (access == Access.SHARE) {
                Optional<OpenStore> attached = AttachedDatabase.tryAttach(
                        StoreHome.directory(home), holder, anySchema, () -> open(home, access, anySchema));
                if (attached.isPresent()) {
                    return attached.get();
                }
            }
            boolean hopeless = access == Access.HOLD && holder.access() == Access.HOLD;
            if (hopeless || attempt == ATTEMPTS || !pause()) {
                throw holder.inUse(home);
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
