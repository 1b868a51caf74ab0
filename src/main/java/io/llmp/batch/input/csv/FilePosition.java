package io.llmp.batch.input.csv;

import java.nio.file.Path;

/**
 * A position in a file, as it is shown to users.
 *
 * @param line 1-based, or 0 when not known because reading did not start at the file's beginning
 * @param offset 0-based byte, or -1 when not known because of the file's encoding
 */
record FilePosition(Path file, long line, long offset) {

    /** Leaves out what depends on where reading started, so that a row is always described in the same words. */
    FilePosition sameFromAnywhere() {
        return offset >= 0 ? new FilePosition(file, 0, offset) : this;
    }

    @Override
    public String toString() {
        return file + (line > 0 ? ", line " + line : "") + (offset >= 0 ? ", byte " + offset : "");
    }
}
