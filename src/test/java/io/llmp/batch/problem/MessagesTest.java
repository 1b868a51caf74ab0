package io.llmp.batch.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages name settings and operations; only the command line names its options and commands. */
class MessagesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/llmp/batch");
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");
    private static final Pattern COMMAND_LINE = Pattern.compile("--[a-z]|\\bllmp [a-z]");

    @Test
    void nameNoOptionAndNoCommandOutsideOfTheCommandLine() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(SOURCES.resolve("cli")))
                    .flatMap(file -> literals(file).filter(MessagesTest::namesCommandLine))
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    @Test
    void wouldBeFound() throws IOException {
        assertThat(literals(SOURCES.resolve("cli/terminal/CommandVocabulary.java"))
                        .filter(MessagesTest::namesCommandLine))
                .hasSizeGreaterThanOrEqualTo(Setting.values().length);
    }

    private static Stream<String> literals(Path file) {
        try {
            return LITERAL.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .map(literal -> SOURCES.relativize(file) + ": " + literal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean namesCommandLine(String literal) {
        return COMMAND_LINE.matcher(literal).find();
    }
}
