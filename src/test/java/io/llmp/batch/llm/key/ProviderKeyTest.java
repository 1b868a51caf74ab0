package io.llmp.batch.llm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderKeyTest {

    /** Gives what the test says, and counts. */
    private static final class Source implements KeySource {

        private String key = "key-1";
        private boolean changed;
        private boolean fails;
        private int reads;

        @Override
        public String read(Instant now) {
            reads++;
            changed = false;
            if (fails) {
                throw ProblemException.invalid("Not logged in.", "Log in.");
            }
            return key;
        }

        @Override
        public boolean mayHaveChanged(Instant now) {
            return changed;
        }
    }

    private final Source source = new Source();
    private Instant now = Instant.parse("2026-10-21T07:28:00Z");

    @TempDir
    Path directory;

    @Test
    void readsTheSourceOnceForAllThatWereRefusedTheSameKey() throws Exception {
        ProviderKey key = ProviderKey.of(source, () -> now);
        source.key = "key-2";
        ConcurrentLinkedQueue<String> replacements = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Thread thread = new Thread(() -> replacements.add(String.valueOf(key.replacementOf("key-1"))));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(replacements).hasSize(32).containsOnly("key-2");
        assertThat(source.reads).isEqualTo(2);
    }

    @Test
    void thereIsNoReplacementWhereTheSourceHasTheSameKeyStill() {
        ProviderKey key = ProviderKey.of(source, () -> now);
        assertThat(key.replacementOf("key-1")).isNull();
        assertThat(key.replacementOf("key-1")).isNull();
        assertThat(source.reads)
                .as("once for the many that are refused at one time")
                .isEqualTo(2);
        now = now.plusSeconds(10);
        source.key = "key-2";
        assertThat(key.replacementOf("key-1")).isEqualTo("key-2");
    }

    @Test
    void keepsTheKeyWhileItsSourceFailsAndSaysSoOnlyWhenTheKeyIsRefused() {
        ProviderKey key = ProviderKey.of(source, () -> now);
        source.changed = true;
        source.fails = true;
        assertThat(key.current()).isEqualTo("key-1");
        assertThatThrownBy(() -> key.replacementOf("key-1")).hasMessageContaining("Not logged in.");
        assertThat(source.reads).isEqualTo(2);
        now = now.plusSeconds(10);
        source.changed = true;
        source.fails = false;
        source.key = "key-2";
        assertThat(key.current()).isEqualTo("key-2");
    }

    @Test
    void aFingerprintTellsKeysApartAndGivesNoneAway() {
        assertThat(ProviderKey.fixed("sk-one").fingerprint())
                .isEqualTo(ProviderKey.fixed("sk-one").fingerprint())
                .isNotEqualTo(ProviderKey.fixed("sk-two").fingerprint())
                .matches("[0-9a-f]{12}");
    }

    /** Each time it prints another, for one account. */
    @Test
    void allKeysOfOneCommandHaveOneFingerprint() {
        KeyCommand command = new KeyCommand("date +%N", "openai", null, KeyCommand.PATIENCE);
        assertThat(command.account("sk-one")).isEqualTo(command.account("sk-two"));
    }

    @Test
    void hidesEveryKeyThatWasEverUsed() {
        ProviderKey key = ProviderKey.of(source, () -> now);
        source.key = "key-1-and-more";
        source.changed = true;
        assertThat(key.current()).isEqualTo("key-1-and-more");
        assertThat(key.mask("sent key-1-and-more after key-1")).isEqualTo("sent [key] after [key]");
        assertThat(key).hasToString("[key]");
    }

    @Test
    void aFileThatIsReplacedIsReadAgain() throws IOException {
        Path file = write("key", "key-1");
        ProviderKey key = ProviderKey.of(new KeyFile(file), () -> now);
        Files.move(write("next", "key-2"), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(key.current()).as("looked at once a second").isEqualTo("key-1");
        now = now.plus(Duration.ofSeconds(1));
        assertThat(key.current()).isEqualTo("key-2");
        Files.move(write("next", "key-3"), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(key.replacementOf("key-2"))
                .as("at once when a key was refused")
                .isEqualTo("key-3");
    }

    @Test
    void aFileThatIsGoneForAWhileLeavesTheKey() throws IOException {
        Path file = write("key", "key-1");
        ProviderKey key = ProviderKey.of(new KeyFile(file), () -> now);
        Files.delete(file);
        now = now.plusSeconds(1);
        assertThat(key.current()).isEqualTo("key-1");
        write("key", "key-2");
        now = now.plusSeconds(11);
        assertThat(key.current()).isEqualTo("key-2");
    }

    private Path write(String name, String key) throws IOException {
        Path file = Files.writeString(directory.resolve(name), key + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
