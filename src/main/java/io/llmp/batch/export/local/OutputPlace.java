package io.llmp.batch.export.local;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Finds the file that an output replaces, and the directory it lies in. */
final class OutputPlace {

    /** As many links as Linux follows. */
    private static final int MOST_LINKS = 40;

    private OutputPlace() {}

    /** Returns the file in which {@code writer} writes what then takes {@code place}. */
    static Path beside(Path place, String writer) {
        return place.resolveSibling("." + place.getFileName() + "." + writer + ".part");
    }

    /**
     * Makes sure that {@code writer} can write an output, by creating the file that it begins with, and removing it: permissions alone
     * say nothing of read-only file systems, of names that are too long, and to those who may do everything.
     *
     * @throws ProblemException when it cannot
     */
    static void requireWritable(Path output, String writer) {
        Path beside = beside(of(output), writer);
        try {
            Files.delete(Files.createFile(beside));
        } catch (FileAlreadyExistsException e) {
            // Of an export that died; the next one replaces it.
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "The output " + output + " cannot be written: " + reason(e) + ".",
                    "Give " + Setting.OUTPUT + " a path in a directory that can be written.",
                    e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        if (e instanceof NoSuchFileException missing) {
            return "there is no directory " + Path.of(missing.getFile()).getParent();
        }
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    /**
     * Returns the absolute path of the file that {@code output} names: the target of a link, so that the link stays.
     *
     * @throws ProblemException when something is there that is no regular file, such as a directory, a pipe or a device
     */
    static Path of(Path output) {
        Path place = output.toAbsolutePath();
        try {
            for (int links = 0; Files.isSymbolicLink(place) && links < MOST_LINKS; links++) {
                place = place.resolveSibling(Files.readSymbolicLink(place));
            }
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "The link " + place + " cannot be read: " + e.getMessage() + ".",
                    "Give " + Setting.OUTPUT + " another path.",
                    e);
        }
        if (Files.isSymbolicLink(place) || (Files.exists(place) && !Files.isRegularFile(place))) {
            String kind = Files.isSymbolicLink(place)
                    ? "a link that leads to itself"
                    : Files.isDirectory(place) ? "a directory" : "no regular file";
            throw ProblemException.invalid(
                    "The output " + output + " is " + kind + ".", "Give " + Setting.OUTPUT + " the path of a file.");
        }
        return place;
    }

    /**
     * Makes sure that {@code output} lies in a directory that exists. Creates that directory alone, in a parent that exists: a
     * misspelt path must not grow a tree.
     *
     * @param create whether the directory may be created
     * @throws ProblemException when there is no such directory, and it may not or cannot be created
     */
    static void requireDirectory(Path output, boolean create) {
        Path directory = output.toAbsolutePath().normalize().getParent();
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        boolean creatable = parent != null && Files.isDirectory(parent);
        if (!create || !creatable) {
            throw ProblemException.invalid(
                    "The output's directory " + directory + " does not exist"
                            + (creatable ? "." : ", nor does " + parent + "."),
                    "Create it, " + (creatable ? "add " + Setting.MKDIR + ", " : "") + "or give " + Setting.OUTPUT
                            + " another path.");
        }
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "The output's directory " + directory + " cannot be created.",
                    "Make " + parent + " writable, or give " + Setting.OUTPUT + " another path.",
                    e);
        }
    }
}
