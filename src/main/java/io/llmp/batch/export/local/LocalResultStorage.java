package io.llmp.batch.export.local;

import io.llmp.batch.export.ResultStorage;
import io.llmp.batch.export.StagedResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this machine. A result is written beside its place, synced, and renamed. */
final class LocalResultStorage implements ResultStorage {

    @Override
    public String scheme() {
        return "";
    }

    @Override
    public String name(String output) {
        return Path.of(output).toAbsolutePath().normalize().toString();
    }

    @Override
    public boolean exists(String output) {
        return Files.exists(OutputPlace.of(Path.of(output)));
    }

    @Override
    public void requireDirectory(String output, boolean create) {
        OutputPlace.requireDirectory(Path.of(output), create);
    }

    @Override
    public void requireWritable(String output, String writer) {
        OutputPlace.requireWritable(Path.of(output), writer);
    }

    @Override
    public StagedResult open(String output, String writer) throws IOException {
        return LocalResult.open(OutputPlace.of(Path.of(output)), writer);
    }
}
