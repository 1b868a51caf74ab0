package io.llmp.batch.cli;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Whether the directory of an output may be created. */
final class DirectoryMixin {

    @Option(names = "--mkdir", description = "Create the output's directory; its parent must exist.")
    boolean mkdir;

    /**
     * Creates the directory of {@code output} if that is wanted, and only that: a misspelt path must not grow a tree.
     *
     * @throws ProblemException when there is no such directory, and it is not wanted or cannot be created
     */
    void prepare(Path output) {
        Path directory = output.toAbsolutePath().normalize().getParent();
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        boolean creatable = parent != null && Files.isDirectory(parent);
        if (!mkdir || !creatable) {
            throw ProblemException.invalid(
                    "The output's directory " + directory + " does not exist"
                            + (creatable ? "." : ", nor does " + parent + "."),
                    "Create it, " + (creatable ? "add --mkdir, " : "") + "or give --output another path.");
        }
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "The output's directory " + directory + " cannot be created.",
                    "Make " + parent + " writable, or give --output another path.",
                    e);
        }
    }
}
