package io.llmp.batch.input;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * One file of a dataset as it was when the dataset was opened.
 *
 * @param name where it is within the dataset, with {@code /} between directories
 */
record InputFile(Path path, String name, long size, FileTime modified) {

    /** Returns the file as it is now, or says why it cannot be read. */
    static InputFile of(Path path, String name) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw ProblemException.invalid(
                    path + " is not a regular file.",
                    "Save the rows to a file first: an input is read more than once.");
        }
        if (!Files.isReadable(path)) {
            throw unreadable(path.toString());
        }
        if (attributes.size() == 0) {
            throw ProblemException.invalid(
                    path + " is empty.", "Check what wrote it, or leave it out of " + Setting.INPUT + ".");
        }
        return new InputFile(path, name, attributes.size(), attributes.lastModifiedTime());
    }

    /** Returns the problem that the permissions of {@code path} forbid reading it. */
    static ProblemException unreadable(String path) {
        return ProblemException.invalid(
                "Permission to read " + path + " is denied.",
                "Give this user read permission on it and on the directories above it.");
    }

    /** Fails when the file is no longer what it was when the dataset was opened. */
    void verifyUnchanged() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
                throw changed();
            }
        } catch (NoSuchFileException e) {
            throw changed();
        }
    }

    /** Returns the failure that the file changed under its reader. */
    ProblemException changed() {
        return ProblemException.failed(
                "The input " + path + " changed while it was read.",
                "Start the run again when nothing writes to the file; answers that are already paid for are reused.");
    }
}
