package io.llmp.batch.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every storage of results does. */
public abstract class ResultStorageContract {

    private static final String WRITER = "53cff09b08";

    protected abstract ResultStorage storage();

    /** Returns an output that can be written, in a directory of its own. */
    protected abstract String output() throws IOException;

    /** Returns an output whose directory is not there, though the one above it is. */
    protected abstract String outputInNoDirectory() throws IOException;

    /** Returns an output at which there is something that is no result. */
    protected abstract String noOutput() throws IOException;

    /** Returns what is visible at {@code output}, or null when nothing is. */
    @Nullable
    protected abstract String content(String output) throws IOException;

    /** Returns the names of all that there is in the directory of {@code output}, visible or not. */
    protected abstract List<String> names(String output) throws IOException;

    @Test
    void putsAResultInPlaceWhenItIsFinished() throws IOException {
        String output = output();
        try (StagedResult result = storage().open(output, WRITER)) {
            write(result, "new");
            assertThat(content(output)).isNull();
            assertThat(storage().exists(output)).isFalse();
            result.finish(() -> {});
            assertThat(content(output)).isEqualTo("new");
        }
        assertThat(content(output)).isEqualTo("new");
        assertThat(storage().exists(output)).isTrue();
        assertThat(names(output)).hasSize(1);
    }

    @Test
    void replacesWhatIsThereInOneStep() throws IOException {
        String output = output();
        put(output, "former");
        List<@Nullable String> seen = new ArrayList<>();
        try (StagedResult result = storage().open(output, WRITER)) {
            write(result, "new");
            result.stream().close();
            result.finish(() -> {
                try {
                    seen.add(content(output));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        assertThat(seen).containsExactly("former");
        assertThat(content(output)).isEqualTo("new");
        assertThat(names(output)).hasSize(1);
    }

    @Test
    void leavesNothingOfAResultThatIsAborted() throws IOException {
        String output = output();
        try (StagedResult result = storage().open(output, WRITER)) {
            write(result, "half");
        }
        assertThat(names(output)).isEmpty();

        put(output, "former");
        StagedResult closed = storage().open(output, WRITER);
        write(closed, "half");
        closed.stream().close();
        closed.close();
        closed.close();
        assertThat(content(output)).isEqualTo("former");
        assertThat(names(output)).hasSize(1);
    }

    @Test
    void isAbortedByAFailureBeforeItIsVisible() throws IOException {
        String output = output();
        put(output, "former");
        StagedResult result = storage().open(output, WRITER);
        write(result, "new");
        assertThatThrownBy(() -> result.finish(() -> {
                    throw new IllegalStateException("database gone");
                }))
                .hasMessage("database gone");
        result.close();
        assertThat(content(output)).isEqualTo("former");
        assertThat(names(output)).hasSize(1);
    }

    @Test
    void replacesWhatItsWriterLeftBehindWhenItDied() throws IOException {
        String output = output();
        StagedResult dead = storage().open(output, WRITER);
        write(dead, "of a writer that died");
        dead.stream().flush();

        storage().requireWritable(output, WRITER);
        put(output, "new");

        assertThat(content(output)).isEqualTo("new");
        assertThat(names(output)).hasSize(1);
        dead.stream().close();
    }

    @Test
    void keepsWritersOfOnePlaceApart() throws IOException {
        String output = output();
        try (StagedResult one = storage().open(output, "one");
                StagedResult other = storage().open(output, "other")) {
            write(one, "1");
            write(other, "2");
            other.finish(() -> {});
            assertThat(content(output)).isEqualTo("2");
            one.finish(() -> {});
            assertThat(content(output)).isEqualTo("1");
        }
        assertThat(names(output)).hasSize(1);
    }

    @Test
    void checksThatAResultCanBeWrittenAndLeavesNothing() throws IOException {
        String output = output();
        storage().requireDirectory(output, false);
        storage().requireWritable(output, WRITER);
        assertThat(names(output)).isEmpty();
    }

    @Test
    void createsOneDirectoryWhereItIsWanted() throws IOException {
        String output = outputInNoDirectory();
        refuses(() -> storage().requireDirectory(output, false));
        storage().requireDirectory(output, true);
        put(output, "new");
        assertThat(content(output)).isEqualTo("new");
    }

    @Test
    void refusesToReplaceWhatIsNoResult() throws IOException {
        String output = noOutput();
        refuses(() -> storage().exists(output));
        refuses(() -> storage().open(output, WRITER).close());
    }

    @Test
    void namesAPlaceAlikeByItsName() throws IOException {
        String name = storage().name(output());
        assertThat(storage().name(name)).isEqualTo(name);
        assertThatCode(() -> put(name, "new")).doesNotThrowAnyException();
        assertThat(content(name)).isEqualTo("new");
    }

    private void put(String output, String content) throws IOException {
        try (StagedResult result = storage().open(output, WRITER)) {
            write(result, content);
            result.finish(() -> {});
        }
    }

    private static void write(StagedResult result, String text) throws IOException {
        result.stream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuses(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID));
    }
}
