package io.llmp.batch.cli.option;

import io.llmp.batch.export.Results;
import picocli.CommandLine.Option;

/** Whether the directory of an output may be created. */
public final class DirectoryMixin {

    @Option(names = "--mkdir", description = "Create the output's directory; its parent must exist.")
    public boolean mkdir;

    /**
     * Makes sure that the directory of {@code output} exists.
     *
     * @throws io.llmp.batch.problem.ProblemException when there is no such directory, and it is not wanted or cannot be created
     */
    public void prepare(Results results, String output) {
        results.at(output).requireDirectory(output, mkdir);
    }
}
