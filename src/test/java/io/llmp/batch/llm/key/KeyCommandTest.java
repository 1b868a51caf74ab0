package io.llmp.batch.llm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmp.batch.llm.Endpoint;
import io.llmp.batch.llm.Endpoints;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class KeyCommandTest {

    private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");
    private static final String SECRET = "ya29.a0ARrdaM-9f8e7d6c5b4a";

    @TempDir
    Path directory;

    @Test
    void takesTheLineThatTheCommandPrints() {
        assertThat(read("printf '%s' key-1 | tr 1 2")).isEqualTo("key-2");
        assertThat(read("echo ' key-1 '; echo warned of something >&2")).isEqualTo("key-1");
    }

    @Test
    void doesNotWaitForWhatTheCommandLeavesBehind() {
        assertThat(read("sleep 25 & echo key-1")).isEqualTo("key-1");
    }

    @Test
    void aCommandThatPrintsMuchDoesNotBlock() {
        assertThat(read("yes much | head -c 300000 >&2; echo key-1")).isEqualTo("key-1");
        assertThatThrownBy(() -> read("yes much | head -c 300000")).hasMessageContaining("lines");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true                                | printed nothing",
                "echo                                | printed nothing",
                "printf 'one\\ntwo\\n'               | printed 2 lines",
                "echo '{\"accessToken\":\"k\"}'      | printed JSON",
                "echo two words                      | does not hold a key",
                "exit 3                              | failed with exit code 3.",
                "echo Please log in >&2; exit 1      | failed with exit code 1: Please log in",
                "no-such-command-of-ours             | failed with exit code 127: ",
                "kill -9 $$                          | failed with exit code 137"
            })
    void saysWhatIsWrongWithACommand(String command, String words) {
        assertThatThrownBy(() -> read(command))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID))
                .hasMessageContaining("key command of provider p")
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo SECRET; exit 1",
                "echo SECRET; echo SECRET",
                "echo SECRET; echo \"token=SECRET\" >&2; exit 1",
                "echo \"refused 'SECRET'\" >&2; exit 1",
                "echo \"two SECRET\""
            })
    void repeatsNothingThatMayBeTheKey(String command) {
        Throwable thrown = catchThrowable(() -> read(command.replace("SECRET", SECRET)));
        assertThat(thrown).isInstanceOf(ProblemException.class);
        assertThat(thrown.toString()).doesNotContain(SECRET);
    }

    @Test
    void endsACommandThatHangsAndAllItStarted() throws Exception {
        Path pid = directory.resolve("pid");
        KeyCommand command = command("sleep 600 & echo $! > " + pid + "; wait", null, Duration.ofMillis(500));
        assertThatThrownBy(() -> command.read(NOW)).hasMessageContaining("did not end within 0.5 s");
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
        assertThat(ProcessHandle.of(child)).isEmpty();
    }

    @Test
    void isRunAgainWhenTheKeysLifetimeIsOver() {
        KeyCommand limited = command("echo key-1", Duration.ofMinutes(50), KeyCommand.PATIENCE);
        limited.read(NOW);
        assertThat(limited.mayHaveChanged(NOW.plus(Duration.ofMinutes(49)))).isFalse();
        assertThat(limited.mayHaveChanged(NOW.plus(Duration.ofMinutes(50)))).isTrue();
        KeyCommand unlimited = command("echo key-1", null, KeyCommand.PATIENCE);
        unlimited.read(NOW);
        assertThat(unlimited.mayHaveChanged(NOW.plus(Duration.ofDays(50)))).isFalse();
    }

    @Test
    void isRunForARunAndNotForAPreview() {
        Path ran = directory.resolve("ran");
        Endpoint endpoint = Endpoints.of(
                Map.of("base-url", "https://x.example", "model", "m", "key-command", "touch " + ran + "; echo key-1"));
        Providers providers = new Providers("p", Map.of("p", endpoint), Map.of(), Map.of());
        ModelSelection selection = new ModelSelection(null, null, null, null, null, null);
        providers.preview(selection);
        assertThat(ran).doesNotExist();
        ProviderKey key = providers.choose(selection, null).provider().key();
        assertThat(ran).exists();
        assertThat(key).extracting(ProviderKey::current).isEqualTo("key-1");
    }

    private static String read(String command) {
        return command(command, null, KeyCommand.PATIENCE).read(NOW);
    }

    private static KeyCommand command(String command, @Nullable Duration lifetime, Duration patience) {
        return new KeyCommand(command, "p", lifetime, patience);
    }
}
