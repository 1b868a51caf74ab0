package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of examples beside a template, or below it. A template is a text that people pass on, so it must not reach for
 * other files of whoever applies it.
 */
final class ExamplesFile {

    private static final String BESIDE = "Put the file beside the template, or below it, and give its path from there.";

    private final String name;
    private final byte[] bytes;
    private final boolean table;

    private ExamplesFile(String name, byte[] bytes, boolean table) {
        this.name = name;
        this.bytes = bytes;
        this.table = table;
    }

    /** The file's path as a user finds it, for problems. */
    String name() {
        return name;
    }

    /** All of it, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether it is CSV rather than JSON Lines. */
    boolean isTable() {
        return table;
    }

    /** Where problems with the file as a whole go; both texts are whole sentences. */
    interface FileNotes {
        void note(String problem, String remedy);
    }

    /** Returns the file that {@code path} leads to from where {@code template} stands, or null after noting why it cannot be had. */
    static @Nullable ExamplesFile beside(Path template, String path, FileNotes problems) {
        boolean table = path.endsWith(".csv");
        if (!table && !path.endsWith(".jsonl")) {
            problems.note(
                    "An examples file is JSON Lines or CSV, and " + ProblemWords.quoted(path) + " is called neither.",
                    "Name it with .jsonl or .csv at its end.");
            return null;
        }
        Path relative = relative(path);
        if (relative == null) {
            problems.note(
                    ProblemWords.quoted(path) + " does not lead to a file below the template's directory.", BESIDE);
            return null;
        }
        Path named = template.resolveSibling(relative);
        byte[] bytes = bytes(template, named, problems);
        return bytes == null ? null : new ExamplesFile(named.toString(), bytes, table);
    }

    private static @Nullable Path relative(String text) {
        try {
            Path path = Path.of(text);
            boolean leaves = path.isAbsolute() || path.getRoot() != null || path.startsWith("~");
            for (Path step : path) {
                leaves |= step.toString().equals("..");
            }
            return leaves ? null : path;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static byte @Nullable [] bytes(Path template, Path named, FileNotes problems) {
        try {
            Path directory = template.toAbsolutePath().resolveSibling("").toRealPath();
            Path real = named.toRealPath();
            if (!real.startsWith(directory)) {
                problems.note("The file " + named + " is a link that leads out of the template's directory.", BESIDE);
                return null;
            }
            if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                problems.note(named + " is no file.", BESIDE);
                return null;
            }
            byte[] bytes = Utf8.bytes(real);
            if (bytes.length > Utf8.MAX_BYTES) {
                problems.note(
                        "The file " + named + " is larger than 1 MB, and every request would carry all of it.",
                        "Keep the few examples that teach the most; rows belong in the input dataset.");
                return null;
            }
            return bytes;
        } catch (NoSuchFileException e) {
            problems.note("There is no file " + named + ".", BESIDE);
        } catch (IOException e) {
            problems.note("The file " + named + " cannot be read: " + e.getMessage() + ".", "Make it readable.");
        }
        return null;
    }
}
