package io.llmp.batch.store;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.home.PrivateFile;
import io.llmp.batch.store.home.StoreHome;
import io.llmp.batch.store.seal.SealFile;
import io.llmp.batch.store.seal.StoreSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Opens the embedded database again after damage, without what cannot be read.
 *
 * @param copy the directory with the files as they were
 * @param records how many job records there were, or 0 when that is not known
 */
public record StoreRepair(Path copy, long records) {

    /**
     * Reads the database below {@code home} up to where it cannot be read, and writes it out; returns nothing where there is no
     * database.
     *
     * @throws ProblemException when another process holds the database, or nothing of it can be read
     */
    public static Optional<StoreRepair> acceptLoss(Path home) {
        if (Files.notExists(StoreHome.directory(home))) {
            return Optional.empty();
        }
        StoreHome held = StoreHome.tryHold(home, Access.HOLD)
                .orElseThrow(() -> StoreHome.holder(home).inUse(home));
        StoreRepair repair;
        try {
            Path copy = copy(held.directory());
            try (StoreSeal seal = StoreSeal.open(held.directory())) {
                repair = new StoreRepair(copy, seal.records());
            }
            Files.deleteIfExists(held.directory().resolve(SealFile.NAME));
        } catch (IOException e) {
            held.close();
            throw ProblemException.failed(
                    "The files in " + held.directory() + " cannot be copied: " + e.getMessage() + ".",
                    "Make room for a copy of them, then run the same command again.",
                    e);
        }
        HeldDatabase.open(held, Access.HOLD, true, false).close();
        return Optional.of(repair);
    }

    private static Path copy(Path directory) throws IOException {
        int number = 1;
        while (Files.exists(directory.resolveSibling("store.damaged." + number))) {
            number++;
        }
        Path copy = directory.resolveSibling("store.damaged." + number);
        PrivateFile.createDirectory(copy);
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            // A channel to the file with the lock, closed, would give up the lock.
            if (!file.endsWith(StoreHome.LOCK)) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }
}
