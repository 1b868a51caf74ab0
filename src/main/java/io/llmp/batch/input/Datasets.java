package io.llmp.batch.input;

import io.llmp.batch.input.found.FoundFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens datasets: those of a {@link DatasetSource} by the scheme of their address, all others as files. A file whose name
 * begins like such an address is meant by {@code ./} before it. Safe for use by many threads.
 */
public final class Datasets {

    private final FileDatasets files;
    private final Map<String, DatasetSource> sources;

    /**
     * Knows the given formats and sources.
     *
     * @param formats of files, each by its name and its extensions
     * @param sources of everything else, each by its scheme
     */
    public Datasets(List<InputFormat> formats, List<DatasetSource> sources) {
        this.files = new FileDatasets(formats);
        this.sources = sources.stream().collect(Collectors.toMap(DatasetSource::scheme, Function.identity()));
    }

    /** Knows files alone. */
    public Datasets(List<InputFormat> formats) {
        this(formats, List.of());
    }

    /**
     * Opens the dataset at {@code address}: that of a source, or a file, a directory (the non-hidden files directly in it) or a
     * glob such as {@code data/*.csv}. Several files are taken in the order of their names, compared character by character. A
     * file that exists under that very name is never taken for a glob.
     *
     * @throws io.llmp.batch.problem.ProblemException if there is nothing to read there, a file's format is not known, a file
     *     cannot be read, or the files differ in format or columns
     * @throws IOException if the storage fails
     */
    public Dataset open(String address, InputOptions options) throws IOException {
        return open(address, options, file -> false);
    }

    /**
     * Opens a dataset as {@link #open(String, InputOptions)} does.
     *
     * @param excluded given absolute paths, returns which files of a directory or a glob are no part of the input
     */
    public Dataset open(String address, InputOptions options, Predicate<String> excluded) throws IOException {
        DatasetSource source = source(address);
        return source == null
                ? files.open(address, options, file -> excluded.test(file.toString()))
                : source.open(address, options);
    }

    /** Returns whether {@code address} is a directory without any file but excluded, hidden and marker files. */
    public boolean isEmptyDirectory(String address, Predicate<String> excluded) throws IOException {
        return source(address) == null && FoundFiles.isEmptyDirectory(address, file -> excluded.test(file.toString()));
    }

    /** Returns a dataset without files, whose columns have no types. */
    public Dataset empty(String path, InputOptions options, List<String> columns) {
        return files.empty(path, options, columns);
    }

    /** Returns the name that files at {@code address} have as a dataset; an address of a source as it is. */
    public String name(String address) {
        return source(address) == null ? FileDatasets.name(address) : address;
    }

    private @Nullable DatasetSource source(String address) {
        int colon = address.indexOf(':');
        return colon < 0 ? null : sources.get(address.substring(0, colon));
    }
}
