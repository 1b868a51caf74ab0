package io.llmp.batch.export.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.export.ResultStorage;
import io.llmp.batch.export.ResultStorageContract;
import io.llmp.batch.export.StagedResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalResultStorageTest extends ResultStorageContract {

    @TempDir
    private Path directory;

    @Override
    protected ResultStorage storage() {
        return new LocalResultStorage();
    }

    @Override
    protected String output() {
        return Path.of("")
                .toAbsolutePath()
                .relativize(directory.resolve("out.csv"))
                .toString();
    }

    @Override
    protected String outputInNoDirectory() {
        return directory.resolve("new/out.csv").toString();
    }

    @Override
    protected String noOutput() {
        return directory.toString();
    }

    @Override
    protected @Nullable String content(String output) throws IOException {
        return Files.exists(Path.of(output)) ? Files.readString(Path.of(output)) : null;
    }

    @Override
    protected List<String> names(String output) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void writesThroughALinkThatStays() throws IOException {
        Path target = directory.resolve("target.csv");
        Path link = Files.createSymbolicLink(directory.resolve("link.csv"), target);

        try (StagedResult result = storage().open(link.toString(), "w")) {
            result.stream().write('x');
            result.finish(() -> {});
        }

        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("x");
    }
}
