package io.llmp.batch.input.found;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/**
 * Collects what matches a glob below a directory. Enters only directories that the glob can lead through, so that others may
 * be large or locked; follows links, but not below {@code **}, where the same file could be met twice.
 */
final class GlobWalk extends SimpleFileVisitor<Path> {

    private final Path start;
    private final PathMatcher whole;
    /** One for each level of directories, or none when a glob spans several. */
    private final List<PathMatcher> levels;

    private final List<Path> found = new ArrayList<>();

    private GlobWalk(Path start, String glob, List<String> parts) {
        this.start = start;
        this.whole = matcher(glob);
        this.levels = parts.stream().allMatch(GlobWalk::isOneLevel)
                ? IntStream.rangeClosed(1, parts.size())
                        .mapToObj(level -> matcher(String.join("/", parts.subList(0, level))))
                        .toList()
                : List.of();
    }

    /** Returns what matches {@code glob}, relative to {@code base}. */
    static List<Path> below(Path base, String glob) throws IOException {
        boolean anyDepth = glob.contains("**");
        List<String> parts = List.of(glob.split("/", -1));
        GlobWalk walk = new GlobWalk(base.toRealPath(), glob, parts);
        Set<FileVisitOption> links = anyDepth ? Set.of() : Set.of(FileVisitOption.FOLLOW_LINKS);
        Files.walkFileTree(walk.start, links, anyDepth ? Integer.MAX_VALUE : parts.size(), walk);
        return walk.found;
    }

    private static boolean isOneLevel(String part) {
        return !part.contains("**") && part.contains("{") == part.contains("}");
    }

    private static PathMatcher matcher(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw ProblemException.invalid(
                    Setting.INPUT + " is not a pattern: " + e.getDescription() + " in " + glob + ".",
                    "Close every [ and {, or give a file or a directory.",
                    e);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return leadsOn(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    private boolean leadsOn(Path directory) {
        if (directory.equals(start)) {
            return true;
        }
        Path relative = start.relativize(directory);
        return !relative.getFileName().toString().startsWith(".")
                && (levels.isEmpty() || levels.get(relative.getNameCount() - 1).matches(relative));
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        Path relative = start.relativize(file);
        if (whole.matches(relative)) {
            found.add(relative);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        // A link to a directory around it leads to nothing new; what may not be read matters only if it could match.
        if (leadsOn(file) && !(failure instanceof FileSystemLoopException)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }
}
