package io.llmp.batch.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser without a window, each time with a profile of its own. */
record Chromium(Path program, Path scratch) {

    private static final long PATIENCE_SECONDS = 120;

    /** Finds the browser, if the machine has one. */
    static Optional<Chromium> find(Path scratch) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Chromium(program, scratch));
    }

    /** Returns the document as it is once the page is loaded. */
    String dom(Path page) {
        return run("--dump-dom", page.toUri().toString());
    }

    void screenshot(Path page, Path image, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "--hide-scrollbars",
                "--screenshot=" + image.toAbsolutePath(),
                page.toUri().toString()));
        run(arguments.toArray(String[]::new));
    }

    void print(Path page, Path pdf) {
        run(
                "--no-pdf-header-footer",
                "--print-to-pdf=" + pdf.toAbsolutePath(),
                page.toUri().toString());
    }

    private String run(String... arguments) {
        try {
            Path out = Files.createTempFile(scratch, "browser", ".out");
            List<String> command = new ArrayList<>(List.of(
                    program.toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--user-data-dir=" + Files.createTempDirectory(scratch, "profile")));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(
                            Files.createTempFile(scratch, "browser", ".err").toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the browser did not end: " + command);
            }
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
