package io.llmp.batch.llm.key;

import io.llmp.batch.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs a shell command that prints a key. What it prints is in no message; its first line of errors is, without keys. */
public final class KeyCommand implements KeySource {

    /** Cloud command lines take some seconds to start, and ask a server of their own. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long the end of what was printed is waited for; a child that the command left behind may hold it open. */
    private static final long MILLIS_FOR_THE_END = 500;

    /** No word of an error message looks so, and most keys do. */
    private static final Pattern LIKE_A_KEY =
            Pattern.compile("(?=[^\\s\"']*\\d)(?=[^\\s\"']*[A-Za-z])[A-Za-z0-9_.~+=-]{20,}");

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}]");

    private final String command;
    private final String provider;
    private final @Nullable Duration lifetime;
    private final Duration patience;
    private Instant began = Instant.MIN;

    /**
     * @param provider whose key it prints, for messages
     * @param lifetime time after which it is run again, or null when only a refused key is replaced
     * @param patience how long it may take
     */
    public KeyCommand(String command, String provider, @Nullable Duration lifetime, Duration patience) {
        this.command = command;
        this.provider = provider;
        this.lifetime = lifetime;
        this.patience = patience;
    }

    /** Each time it prints another key of one account. */
    @Override
    public String account(String key) {
        return command;
    }

    @Override
    public String read(Instant now) {
        began = now;
        String printed;
        try {
            printed = printed(new ProcessBuilder("/bin/sh", "-c", command).start());
        } catch (IOException e) {
            throw failed("cannot be started", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted", null);
        }
        if (printed.isEmpty()) {
            throw failed("printed nothing", null);
        }
        long lines = printed.lines().count();
        if (lines > 1 || printed.startsWith("{")) {
            throw failed(lines > 1 ? "printed " + lines + " lines" : "printed JSON", null);
        }
        return KeySource.checked(printed, "The output of the key command of provider " + provider);
    }

    @Override
    public boolean mayHaveChanged(Instant now) {
        return lifetime != null && !now.isBefore(began.plus(lifetime));
    }

    private String printed(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        Output out = new Output(process.getInputStream());
        Output errors = new Output(process.getErrorStream());
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed("did not end within " + patience.toMillis() / 1000.0 + " s", null);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            if (process.isAlive()) {
                // Not of one that has ended: that would close its output, which may not have been read yet.
                process.destroyForcibly();
            }
        }
        String printed = out.text(patience).strip();
        if (process.exitValue() != 0) {
            throw failed(
                    "failed with exit code " + process.exitValue(), withoutKeys(errors.text(Duration.ZERO), printed));
        }
        return printed;
    }

    private static String withoutKeys(String errors, String printed) {
        String line = errors.lines().filter(each -> !each.isBlank()).findFirst().orElse("");
        for (Matcher word = WORD.matcher(printed); word.find(); ) {
            line = line.replace(word.group(), ProviderKey.MASK);
        }
        line = LIKE_A_KEY.matcher(line).replaceAll(ProviderKey.MASK);
        return INVISIBLE.matcher(line).replaceAll(" ").strip();
    }

    private ProblemException failed(String what, @Nullable String words) {
        return ProblemException.invalid(
                "The key command of provider " + provider + " " + what
                        + (words == null || words.isEmpty() ? "." : ": " + words),
                "Run it in a shell: it must print one line that is the key alone, and exit with 0 within "
                        + patience.toSeconds() + " s.");
    }

    /** Reads what a process prints, so that it never waits for a reader; keeps the beginning. */
    private static final class Output extends Thread {

        private static final int KEPT = 16_384;

        private final InputStream in;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Output(InputStream in) {
            super("key-command");
            this.in = in;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            byte[] buffer = new byte[4_096];
            try (in) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    keep(Arrays.copyOf(buffer, read));
                }
            } catch (IOException e) {
                // The process is gone: what it printed until then is all there is.
            }
        }

        private synchronized boolean isEmpty() {
            return kept.size() == 0;
        }

        private synchronized void keep(byte[] bytes) {
            kept.write(bytes, 0, Math.min(bytes.length, KEPT - kept.size()));
        }

        /** @param patience how long to wait for the beginning of it */
        String text(Duration patience) throws InterruptedException {
            join(MILLIS_FOR_THE_END);
            if (isEmpty() && !patience.isZero()) {
                join(patience.toMillis());
            }
            synchronized (this) {
                return kept.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
