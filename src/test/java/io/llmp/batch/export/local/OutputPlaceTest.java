package io.llmp.batch.export.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlaceTest {

    private static final String RUN = "0123456789abcdef";

    @TempDir
    Path directory;

    private static void isRefused(Path output, String words) {
        assertThatThrownBy(() -> OutputPlace.of(output))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).contains(words));
    }

    @Test
    void isThePathItselfOfAFileAndOfNothing() throws IOException {
        Path file = directory.resolve("out.csv");
        assertThat(OutputPlace.of(file)).isEqualTo(file);
        Files.createFile(file);
        assertThat(OutputPlace.of(file)).isEqualTo(file);
    }

    @Test
    void isTheTargetOfLinksAlsoOfOneThatIsNotThereYet() throws IOException {
        Path target = Files.createDirectory(directory.resolve("data")).resolve("out.csv");
        Path first = Files.createSymbolicLink(directory.resolve("first.csv"), Path.of("data/out.csv"));
        Path second = Files.createSymbolicLink(directory.resolve("second.csv"), first);

        assertThat(OutputPlace.of(second)).isEqualTo(target);
        Files.createFile(target);
        assertThat(OutputPlace.of(second)).isEqualTo(target);
    }

    @Test
    void canBeWrittenWhereTheFileThatARunBeginsWithCan() throws IOException {
        Path output = directory.resolve("out.csv");
        OutputPlace.requireWritable(output, RUN);
        assertThat(directory).isEmptyDirectory();

        Path begun = Files.createFile(OutputPlace.beside(output, RUN));
        OutputPlace.requireWritable(output, RUN);
        assertThat(begun)
                .as("what a dead export left is the next one's to replace")
                .exists();
    }

    @Test
    void cannotBeWrittenWhereNoFileCanBeCreated() throws IOException {
        isNotWritable(directory.resolve("x".repeat(250)), "cannot be written: ");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nope/out.csv"));
        isNotWritable(link, "there is no directory " + directory.resolve("nope"));
    }

    private static void isNotWritable(Path output, String words) {
        assertThatThrownBy(() -> OutputPlace.requireWritable(output, RUN))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem()).contains(words);
                    assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
                });
    }

    @Test
    void isNothingButARegularFile() throws IOException {
        isRefused(directory, "is a directory");
        isRefused(Files.createSymbolicLink(directory.resolve("link"), directory), "is a directory");
        Path circle = directory.resolve("circle");
        Files.createSymbolicLink(circle, circle);
        isRefused(circle, "leads to itself");
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            bound.bind(UnixDomainSocketAddress.of(socket));
            isRefused(socket, "is no regular file");
        }
    }
}
