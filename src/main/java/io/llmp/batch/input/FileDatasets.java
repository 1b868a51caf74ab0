package io.llmp.batch.input;

import io.llmp.batch.input.columns.OpaqueColumns;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.input.columns.SchemaAgreement;
import io.llmp.batch.input.found.FoundFiles;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Opens files as datasets: one file, or several of the same format and columns that are read as one. */
final class FileDatasets {

    private static final String DECOMPRESS = "Decompress it first.";
    private static final String CONVERT = "Convert it to CSV or Parquet.";

    /** What to do about files that are known not to be read. */
    private static final Map<String, String> OTHER_EXTENSIONS = Map.ofEntries(
            Map.entry("gz", DECOMPRESS),
            Map.entry("zst", DECOMPRESS),
            Map.entry("bz2", DECOMPRESS),
            Map.entry("xz", DECOMPRESS),
            Map.entry("zip", "Extract the file first."),
            Map.entry("xlsx", "Save the spreadsheet as CSV."),
            Map.entry("xls", "Save the spreadsheet as CSV."),
            Map.entry("ods", "Save the spreadsheet as CSV."),
            Map.entry("json", CONVERT),
            Map.entry("jsonl", CONVERT),
            Map.entry("ndjson", CONVERT),
            Map.entry("orc", CONVERT),
            Map.entry("avro", CONVERT),
            Map.entry(
                    "tsv",
                    "Give " + Setting.INPUT_FORMAT.to("csv") + " and, in bash, " + Setting.DELIMITER.to("$'\\t'")
                            + ", which is a tab."));

    private final List<InputFormat> formats;

    FileDatasets(List<InputFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /**
     * Opens the files of {@code path}, as {@link Datasets#open(String, InputOptions)} says.
     *
     * @param excluded given absolute paths, returns which files of a directory or a glob are no part of the input
     */
    FileDataset open(String path, InputOptions options, Predicate<Path> excluded) throws IOException {
        try {
            Optional<InputFormat> chosen = Optional.ofNullable(options.format()).map(this::named);
            FoundFiles found = FoundFiles.of(path, file -> byExtension(file).isPresent(), chosen.isEmpty(), excluded);
            InputFormat format = chosen.isPresent() ? chosen.get() : commonFormat(found.files());
            List<String> warnings = new ArrayList<>(found.warnings());
            List<InputFile> files = files(found, warnings);
            InputOptions asBytes = options.withColumns(options.used(), Set.of());
            RowSchema schema = commonSchema(files, format, asBytes);
            warnings.addAll(OpaqueColumns.warnings(schema, options.used()));
            FileDataset bytes = new FileDataset(name(path), files, format, asBytes, schema, warnings);
            Set<String> text = TextColumns.in(bytes, options.text());
            if (text.isEmpty()) {
                return bytes;
            }
            warnings.add("The bytes of " + String.join(", ", new TreeSet<>(text)) + " are read as UTF-8 text, as the"
                    + " template has it; the files do not say that they are text.");
            InputOptions asText = options.withColumns(options.used(), text);
            return new FileDataset(name(path), files, format, asText, commonSchema(files, format, asText), warnings);
        } catch (AccessDeniedException e) {
            throw InputFile.unreadable(Objects.requireNonNullElse(e.getFile(), path));
        }
    }

    /** Returns a dataset without files, whose columns have no types. */
    FileDataset empty(String path, InputOptions options, List<String> columns) {
        return new FileDataset(name(path), List.of(), formats.get(0), options, new RowSchema(columns, null), List.of());
    }

    /** Returns the name of the files at {@code path} as a dataset, whether or not they exist. */
    static String name(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }

    private InputFormat named(String name) {
        return formats.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "There is no input format " + name + ".",
                        "Give " + Setting.INPUT_FORMAT + " one of: " + names() + "."));
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
                        OTHER_EXTENSIONS.getOrDefault(
                                extension(file), "Name it with " + Setting.INPUT_FORMAT + " (" + names() + ").")));
    }

    /** Returns the files that have bytes; among several, others are passed over. */
    private static List<InputFile> files(FoundFiles found, List<String> warnings) throws IOException {
        List<InputFile> files = new ArrayList<>();
        for (Path file : found.files()) {
            if (Files.isRegularFile(file)
                    && Files.size(file) == 0
                    && found.files().size() > 1) {
                warnings.add(file + " has no bytes and was passed over.");
            } else {
                files.add(InputFile.of(file, found.name(file)));
            }
        }
        if (files.isEmpty()) {
            throw ProblemException.invalid(
                    "The files of the input, such as " + found.files().get(0) + ", are empty.",
                    "Check what wrote them.");
        }
        return files;
    }

    private static RowSchema commonSchema(List<InputFile> files, InputFormat format, InputOptions options)
            throws IOException {
        Path first = files.get(0).path();
        SchemaAgreement agreement = new SchemaAgreement(first, format.schema(first, options), options.used());
        for (InputFile file : files.subList(1, files.size())) {
            agreement.add(file.path(), format.schema(file.path(), options));
        }
        return agreement.schema();
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
