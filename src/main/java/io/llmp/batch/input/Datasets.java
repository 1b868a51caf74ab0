package io.llmp.batch.input;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Opens datasets: one file, or several of the same format and columns that are read as one. Safe for use by many
 * threads.
 */
public final class Datasets {

    private final List<InputFormat> formats;

    /** Knows the given formats, each by its name and its extensions. */
    public Datasets(List<InputFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /**
     * Opens the dataset at {@code path}, which is a file, a directory (the non-hidden files directly in it) or a glob such as
     * {@code data/*.csv}. Several files are taken in the order of their names, compared character by character. A file that
     * exists under that very name is never taken for a glob.
     *
     * @throws ProblemException if there is nothing to read there, a file's format is not known, a file cannot be read, or
     *     the files differ in format or columns
     * @throws IOException if the disk fails
     */
    public Dataset open(String path, InputOptions options) throws IOException {
        try {
            Optional<InputFormat> chosen = Optional.ofNullable(options.format()).map(this::named);
            FoundFiles found = FoundFiles.of(path, file -> byExtension(file).isPresent(), chosen.isEmpty());
            InputFormat format = chosen.isPresent() ? chosen.get() : commonFormat(found.files());
            List<InputFile> files = new ArrayList<>();
            for (Path file : found.files()) {
                files.add(InputFile.of(file, found.name(file)));
            }
            return new Dataset(path, files, format, options, commonSchema(files, format, options), found.warnings());
        } catch (AccessDeniedException e) {
            throw InputFile.unreadable(Objects.requireNonNullElse(e.getFile(), path));
        }
    }

    /** Returns whether {@code path} is a directory without any file but hidden and marker files. */
    public static boolean isEmptyDirectory(String path) throws IOException {
        return FoundFiles.isEmptyDirectory(path);
    }

    /** Returns a dataset without files, whose columns have no types. */
    public Dataset empty(String path, InputOptions options, List<String> columns) {
        return new Dataset(path, List.of(), formats.get(0), options, new RowSchema(columns, null), List.of());
    }

    private InputFormat named(String name) {
        return formats.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "There is no input format " + name + ".", "Give --input-format one of: " + names() + "."));
    }

    private Optional<InputFormat> byExtension(Path file) {
        String extension = extension(file);
        return formats.stream()
                .filter(format -> format.extensions().contains(extension))
                .findFirst();
    }

    private InputFormat commonFormat(List<Path> files) {
        InputFormat first = formatOf(files.get(0));
        for (Path file : files) {
            InputFormat other = formatOf(file);
            if (!other.name().equals(first.name())) {
                throw ProblemException.invalid(
                        "The files of one input are of different formats: " + files.get(0) + " is " + first.name()
                                + ", " + file + " is " + other.name() + ".",
                        "Choose the files of one format with a quoted pattern such as '*." + extension(file) + "'.");
            }
        }
        return first;
    }

    private InputFormat formatOf(Path file) {
        return byExtension(file)
                .orElseThrow(() -> ProblemException.invalid(
                        "Cannot tell the format of " + file + " from "
                                + (extension(file).isEmpty() ? "its name, which has no extension" : "its extension")
                                + "; known extensions are " + extensions() + ".",
                        "Name it with --input-format (" + names() + ")."));
    }

    private static RowSchema commonSchema(List<InputFile> files, InputFormat format, InputOptions options)
            throws IOException {
        Path first = files.get(0).path();
        RowSchema schema = format.schema(first, options);
        for (InputFile file : files.subList(1, files.size())) {
            SchemaAgreement.check(first, schema, file.path(), format.schema(file.path(), options));
        }
        return schema;
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1 + (name.contains(".") ? 0 : name.length()))
                .toLowerCase(Locale.ROOT);
    }

    private String names() {
        return formats.stream().map(InputFormat::name).collect(Collectors.joining(", "));
    }

    private String extensions() {
        return formats.stream()
                .flatMap(format -> format.extensions().stream().sorted())
                .map(extension -> "." + extension)
                .collect(Collectors.joining(", "));
    }
}
