package io.llmp.batch.input;

import java.io.IOException;

/** Opens the datasets that are no files, by addresses of one scheme such as {@code run:53cff09b08}. Safe for use by many threads. */
public interface DatasetSource {

    /** Returns the scheme of its addresses, in lower case and without the colon. */
    String scheme();

    /**
     * Opens the dataset at {@code address}.
     *
     * @param address as the user gave it, the scheme included
     * @param options how files are read; what only files have is refused
     * @throws io.llmp.batch.problem.ProblemException if there is no such dataset, or it cannot be read
     */
    Dataset open(String address, InputOptions options) throws IOException;
}
