package io.llmp.batch.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

    @TempDir
    Path dir;

    private final List<String> asked = new ArrayList<>();

    private final Datasets datasets =
            new Datasets(List.of(new LineFormat("lines", Set.of("lines"), 1)), List.of(new DatasetSource() {
                @Override
                public String scheme() {
                    return "run";
                }

                @Override
                public Dataset open(String address, InputOptions options) throws IOException {
                    asked.add(address);
                    return new Datasets(List.of(new LineFormat("lines", Set.of("lines"), 1)))
                            .open(dir.resolve("a.lines").toString(), options);
                }
            }));

    @Test
    void opensAnAddressByItsScheme() throws IOException {
        Path file = Files.writeString(dir.resolve("a.lines"), "id\n1\n");

        assertThat(datasets.open("run:4f2a?status=SKIPPED", InputOptions.DEFAULT)
                        .name())
                .isEqualTo(file.toString());
        assertThat(asked).containsExactly("run:4f2a?status=SKIPPED");
        assertThat(datasets.name("run:4f2a")).isEqualTo("run:4f2a");
        assertThat(datasets.isEmptyDirectory("run:4f2a", any -> false)).isFalse();
    }

    @Test
    void opensAsFilesWhateverHasNoSchemeOfASource() throws IOException {
        for (String name : List.of("a.lines", "run.lines", "c:1.lines", "run:4f2a.lines")) {
            Path file = Files.writeString(dir.resolve(name), "id\n1\n");
            assertThat(datasets.open(file.toString(), InputOptions.DEFAULT).name())
                    .isEqualTo(file.toString());
        }
        assertThat(asked).isEmpty();
        assertThat(datasets.name("a/../run.lines"))
                .isEqualTo(Path.of("run.lines").toAbsolutePath().toString());
    }
}
