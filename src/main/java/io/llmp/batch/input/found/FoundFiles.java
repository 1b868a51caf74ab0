package io.llmp.batch.input.found;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files that a path given by the user stands for, in name order.
 *
 * @param base the directory that names within the dataset are relative to
 * @param warnings what was left out of a directory, for the user
 */
public record FoundFiles(Path base, List<Path> files, List<String> warnings) {

    private static final String GLOB_CHARACTERS = ".*[*?\\[{].*";
    private static final String ADDRESS = "[A-Za-z][A-Za-z0-9+.-]+:/.*";
    private static final int NAMED_IN_A_WARNING = 5;

    /**
     * Finds the files of {@code path}: a file, a directory (its own files, not those of directories in it) or a glob. What
     * exists under that very name is never taken for a glob. Hidden files are left out everywhere, and so are marker files
     * such as {@code _SUCCESS}, which {@code isData} does not accept.
     *
     * @param isData whether a file's name tells that it holds rows
     * @param dataOnly whether other files of a directory are left out too, with a warning
     * @param excluded given absolute paths, tells which files of a directory or a glob are left out without one
     */
    public static FoundFiles of(String path, Predicate<Path> isData, boolean dataOnly, Predicate<Path> excluded)
            throws IOException {
        Path given = parse(path);
        if (Files.isDirectory(given)) {
            TableDirectory.refuse(given);
            return ofDirectory(given, isData, dataOnly, excluded);
        }
        if (!Files.exists(given) && !path.matches(ADDRESS) && path.matches(GLOB_CHARACTERS)) {
            return ofGlob(path, isData, excluded);
        }
        if (Files.notExists(given) && path.equals("-")) {
            throw ProblemException.invalid(
                    "Standard input cannot be the input: an input is read more than once.",
                    "Save the rows to a file first.");
        }
        if (Files.notExists(given) && path.matches(ADDRESS)) {
            throw ProblemException.invalid(
                    path + " is an address; only files of this machine are read.",
                    "Copy the files here first, or mount the storage.");
        }
        if (Files.notExists(given)) {
            throw ProblemException.invalid(
                    "There is no file or directory " + path + " (looked for " + given.toAbsolutePath() + ").",
                    "Give " + Setting.INPUT + " a file, a directory, or a quoted pattern such as 'data/*.csv'.");
        }
        return new FoundFiles(given.toAbsolutePath().resolveSibling(""), List.of(given), List.of());
    }

    /** Where {@code file} is within the dataset. */
    public String name(Path file) {
        return slashed(base.toAbsolutePath().relativize(file.toAbsolutePath()));
    }

    private static Path parse(String path) {
        if (path.isBlank()) {
            throw ProblemException.invalid("The path of " + Setting.INPUT + " is empty.", "Give it a path.");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw ProblemException.invalid(
                    Setting.INPUT + " is not a path: " + e.getMessage() + ".", "Give it a path.", e);
        }
    }

    private static FoundFiles ofDirectory(
            Path directory, Predicate<Path> isData, boolean dataOnly, Predicate<Path> excluded) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> all = visible(directory, entries, isData, excluded);
            List<Path> files = dataOnly ? all.stream().filter(isData).toList() : all;
            if (files.isEmpty()) {
                throw ProblemException.invalid(
                        "The directory " + directory + " holds no file that can be read" + butHolds(all) + ".",
                        "Give " + Setting.INPUT + " a directory of data files, or a quoted pattern such as '"
                                + directory
                                + "/**.csv' to reach into its directories; " + Setting.INPUT_FORMAT
                                + " says what files without a"
                                + " known extension hold; " + Setting.EMPTY.to("ok")
                                + " takes a directory without files for an input"
                                + " without rows.");
            }
            List<Path> ignored =
                    all.stream().filter(file -> !files.contains(file)).toList();
            return new FoundFiles(
                    directory, files, ignored.isEmpty() ? List.of() : List.of(ignored(directory, ignored)));
        }
    }

    /** Returns whether {@code path} is a directory without any file but excluded, hidden and marker files. */
    public static boolean isEmptyDirectory(String path, Predicate<Path> excluded) throws IOException {
        Path directory = parse(path);
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return visible(directory, entries, file -> false, excluded).isEmpty();
        }
    }

    private static FoundFiles ofGlob(String glob, Predicate<Path> isData, Predicate<Path> excluded) throws IOException {
        List<String> parts = List.of(glob.split("/", -1));
        int fixed = (int)
                parts.stream().takeWhile(part -> !part.matches(GLOB_CHARACTERS)).count();
        String prefix = String.join("/", parts.subList(0, fixed));
        Path base = Path.of(fixed == 1 && prefix.isEmpty() ? "/" : prefix).normalize();
        String pattern = String.join("/", parts.subList(fixed, parts.size()));
        Stream<Path> matches =
                Files.isDirectory(base) ? GlobWalk.below(base, pattern).stream().map(base::resolve) : Stream.of();
        List<Path> files = visible(base, matches, isData, excluded);
        for (Path file : files) {
            TableDirectory.refuseAbove(file, base);
        }
        if (files.isEmpty()) {
            throw ProblemException.invalid(
                    "No file matches " + glob + ".",
                    "Check the pattern: * matches within one directory, ** across directories; hidden files never match.");
        }
        return new FoundFiles(base, files, List.of());
    }

    private static List<Path> visible(
            Path base, Stream<Path> entries, Predicate<Path> isData, Predicate<Path> excluded) {
        return entries.filter(Files::isRegularFile)
                .filter(file -> !excluded.test(file.toAbsolutePath().normalize()))
                .filter(file -> !isHidden(base.relativize(file)))
                .filter(file -> !file.getFileName().toString().startsWith("_") || isData.test(file))
                .sorted(Comparator.comparing(file -> slashed(base.relativize(file))))
                .toList();
    }

    private static boolean isHidden(Path relative) {
        return StreamSupport.stream(relative.spliterator(), false)
                .anyMatch(part -> part.toString().startsWith("."));
    }

    private static String slashed(Path relative) {
        return IntStream.range(0, relative.getNameCount())
                .mapToObj(i -> relative.getName(i).toString())
                .collect(Collectors.joining("/"));
    }

    private static String butHolds(List<Path> others) {
        return others.isEmpty() ? "" : ", only " + names(others);
    }

    private static String ignored(Path directory, List<Path> files) {
        return "Ignored in " + directory + ", because their extensions are unknown: " + names(files) + ".";
    }

    private static String names(List<Path> files) {
        String first = files.stream()
                .limit(NAMED_IN_A_WARNING)
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(", "));
        int more = files.size() - NAMED_IN_A_WARNING;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
