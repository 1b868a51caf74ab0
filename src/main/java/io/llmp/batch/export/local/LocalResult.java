package io.llmp.batch.export.local;

import io.llmp.batch.export.StagedResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A file beside the place that it takes. */
final class LocalResult implements StagedResult {

    private final Path place;
    private final Path beside;
    private final OutputStream stream;

    private LocalResult(Path place, Path beside, OutputStream stream) {
        this.place = place;
        this.beside = beside;
        this.stream = stream;
    }

    static LocalResult open(Path place, String writer) throws IOException {
        Path beside = OutputPlace.beside(place, writer);
        Files.deleteIfExists(beside);
        return new LocalResult(place, beside, Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW));
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    @Override
    public void finish(Runnable beforeVisible) throws IOException {
        stream.close();
        sync(beside);
        beforeVisible.run();
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(Objects.requireNonNull(place.getParent(), "a file lies in a directory"));
    }

    /** Forces a file, or the names in a directory, to the disk. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
