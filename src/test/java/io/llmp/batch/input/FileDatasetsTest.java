package io.llmp.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDatasetsTest {

    @TempDir
    Path dir;

    private final FileDatasets datasets = new FileDatasets(List.of(new LineFormat("lines"), new LineFormat("typed")));

    @Test
    void opensAFile() throws IOException {
        Path file = write("a.lines", "id,name\n1\n");

        FileDataset dataset = open("a.lines");

        assertThat(dataset.name()).isEqualTo(file.toString());
        assertThat(dataset.files()).containsExactly(file);
        assertThat(dataset.schema().columns()).containsExactly("id", "name");
    }

    @Test
    void tellsTheFormatWhateverTheCaseOfTheExtension() throws IOException {
        write("a.LINES", "id\n1\n");

        assertThat(open("a.LINES").files()).hasSize(1);
    }

    @Test
    void takesADirectoryInNameOrderWithoutHiddenAndForeignFiles() throws IOException {
        write("b.lines", "id\n2\n");
        write("a.lines", "id\n1\n");
        write("a-1.lines", "id\n1\n");
        write(".hidden.lines", "x\n");
        write("_SUCCESS", "");
        write("notes.md", "hello");
        write("sub/c.lines", "id\n3\n");

        FileDataset dataset = open(dir.toString(), InputOptions.DEFAULT);

        assertThat(names(dataset)).containsExactly("a-1.lines", "a.lines", "b.lines");
        assertThat(dataset.plan(Dataset.NO_LIMIT, rows -> rows).warnings())
                .containsExactly("Ignored in " + dir + ", because their extensions are unknown: notes.md.");
    }

    @Test
    void keepsADataFileWhoseNameBeginsWithAnUnderscore() throws IOException {
        write("_a.lines", "id\n2\n");

        assertThat(names(open(dir.toString(), InputOptions.DEFAULT))).containsExactly("_a.lines");
    }

    @Test
    void takesEveryFileOfADirectoryWhenTheFormatIsGiven() throws IOException {
        write("part-0", "id\n2\n");
        write("part-1", "id\n2\n");
        write("_SUCCESS", "");

        FileDataset dataset = open(dir.toString(), format("lines"));

        assertThat(names(dataset)).containsExactly("part-0", "part-1");
    }

    @Test
    void takesAGlobInNameOrder() throws IOException {
        write("b.lines", "id\n2\n");
        write("a.lines", "id\n1\n");
        write("c.typed", "id\n1\n");
        write(".d.lines", "id\n1\n");
        write("sub/e.lines", "id\n1\n");

        assertThat(names(open("*.lines"))).containsExactly("a.lines", "b.lines");
        assertThat(names(open("**.lines"))).containsExactly("a.lines", "b.lines", "sub/e.lines");
        assertThat(names(open("s?b/[e-f].{lines,typed}"))).containsExactly("sub/e.lines");
    }

    @Test
    void leadsAGlobThroughDirectories() throws IOException {
        write("2024/01/a.lines", "id\n1\n");
        write("2024/02/b.lines", "id\n1\n");
        write("2023/01/c.lines", "id\n1\n");
        write(".git/01/d.lines", "id\n1\n");
        Files.createSymbolicLink(dir.resolve("2025"), dir.resolve("2023"));
        Files.createSymbolicLink(dir.resolve("2024/loop"), dir.resolve("2024"));

        assertThat(names(open("*/01/*.lines")))
                .containsExactly("2023/01/c.lines", "2024/01/a.lines", "2025/01/c.lines");
        assertThat(names(open("202[34]/{01,02}/*"))).hasSize(3);
        assertThat(names(open("{2024/02,2023/01}/*"))).containsExactly("2023/01/c.lines", "2024/02/b.lines");
        assertThat(names(open("**.lines"))).as("each file once").hasSize(3);
        assertThat(names(open("*/*/*.lines"))).contains("2024/02/b.lines");
    }

    @Test
    void takesAFileThatIsNamedLikeAGlobForItself() throws IOException {
        write("[1].lines", "id\n2\n");
        write("1.lines", "id\n1\n");

        assertThat(names(open("[1].lines"))).containsExactly("[1].lines");
    }

    @Test
    void followsLinks() throws IOException {
        write("data/a.lines", "id\n2\n");
        Files.createSymbolicLink(dir.resolve("link"), dir.resolve("data"));
        Files.createSymbolicLink(dir.resolve("b.lines"), dir.resolve("data/a.lines"));

        assertThat(names(open("link"))).containsExactly("link/a.lines");
        assertThat(names(open("link/*.lines"))).containsExactly("link/a.lines");
        assertThat(names(open("b.lines"))).containsExactly("b.lines");
    }

    @Test
    void refusesAPathWhereNothingIs() {
        refuses("none.lines").withMessageContaining("There is no file or directory " + dir.resolve("none.lines"));
        refuses("none/*.lines").withMessageContaining("No file matches " + dir.resolve("none/*.lines"));
        refuses("*.lines").withMessageContaining("No file matches");
        refuses("[.lines").withMessageContaining(Setting.INPUT + " is not a pattern");
    }

    @Test
    void namesTheRemedyForWhatIsNoFileHere() throws IOException {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open("-", InputOptions.DEFAULT))
                .withMessageContaining("Standard input cannot be the input");
        for (String address : List.of("s3://bucket/rows/*.csv", "hdfs://host/rows", "https://host/rows.csv")) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> open(address, InputOptions.DEFAULT))
                    .withMessageContaining(address + " is an address");
        }
        write("a.jsonl", "{}");
        refuses("a.jsonl").withMessageContaining("Convert it to CSV or Parquet");
        write("a.csv.gz", "x");
        refuses("a.csv.gz").withMessageContaining("Decompress it first");
    }

    @Test
    void refusesAnEmptyPathInsteadOfReadingTheWorkingDirectory() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open("", InputOptions.DEFAULT))
                .withMessageContaining("The path of " + Setting.INPUT + " is empty");
    }

    @Test
    void refusesADirectoryWithoutReadableFiles() throws IOException {
        write("d/notes.md", "hello");

        refuses("d")
                .withMessageContaining("holds no file that can be read, only notes.md")
                .withMessageContaining(Setting.INPUT_FORMAT.toString());
    }

    @Test
    void refusesAnUnknownExtensionAndSaysWhichAreKnown() throws IOException {
        write("a.xlsx", "x");
        write("b", "x");

        refuses("a.xlsx")
                .withMessageContaining("from its extension; known extensions are .lines, .typed")
                .withMessageContaining("Save the spreadsheet as CSV");
        refuses("b").withMessageContaining(Setting.INPUT_FORMAT + " (lines, typed)");
        refuses("b").withMessageContaining("which has no extension");
    }

    @Test
    void refusesAnUnknownFormat() throws IOException {
        write("a.lines", "id\n");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open(dir.resolve("a.lines").toString(), format("excel")))
                .withMessageContaining("no input format excel")
                .withMessageContaining("lines, typed");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        write("a.lines", "id\n1\n");
        write("b.lines", "");

        refuses("b.lines").withMessageContaining("b.lines is empty");
    }

    @Test
    void refusesWhatCannotBeReadTwice() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open("/dev/null", format("lines")))
                .withMessageContaining("/dev/null is not a regular file");
    }

    @Test
    void refusesAFileWithoutPermissionToReadIt() throws IOException {
        Path file = write("a.lines", "id\n1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "the superuser may read everything");

        refuses("a.lines").withMessageContaining("Permission to read " + file + " is denied");
    }

    @Test
    void refusesFilesOfDifferentFormats() throws IOException {
        Path lines = write("a.lines", "id\n1\n");
        Path typed = write("b.typed", "id\n1\n");

        refuses("").withMessageContaining(lines + " is lines, " + typed + " is typed");
    }

    @Test
    void refusesFilesOfDifferentColumns() throws IOException {
        Path first = write("a.lines", "id,name\n1\n");

        write("b.lines", "id\n1\n");
        refuses("").withMessageContaining("b.lines lacks name, which " + first + " has");
        write("b.lines", "id,name,age\n1\n");
        refuses("").withMessageContaining("b.lines has age, which " + first + " lacks");
        write("b.lines", "id,Name\n1\n");
        refuses("").withMessageContaining("b.lines lacks name, which " + first + " has, and has Name instead");
        write("b.lines", "name,id\n1\n");
        assertThat(open("").schema().columns())
                .as("their order is of no matter")
                .containsExactly("id", "name");
    }

    @Test
    void columnsThatDoNotMatterNeedNotBeInEveryFile() throws IOException {
        write("a.lines", "id,name\n1\n");
        write("b.lines", "more,id\n1\n");
        Set<String> used = Set.of("id");
        FileDataset dataset = open(dir.toString(), InputOptions.DEFAULT.withColumns(used, Set.of()));
        assertThat(dataset.schema().columns()).containsExactly("id", "name", "more");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () -> open(dir.toString(), InputOptions.DEFAULT.withColumns(Set.of("id", "name"), Set.of())))
                .withMessageContaining("b.lines lacks name, which " + dir.resolve("a.lines") + " has");
    }

    @Test
    void passesOverFilesWithoutBytesAmongOthersAndSaysSo() throws IOException {
        write("a.lines", "");
        write("b.lines", "id\n1\n");
        FileDataset dataset = open("");
        assertThat(names(dataset)).containsExactly("b.lines");
        assertThat(dataset.plan(Dataset.NO_LIMIT, rows -> rows).warnings())
                .containsExactly(dir.resolve("a.lines") + " has no bytes and was passed over.");
        write("b.lines", "");
        refuses("").withMessageContaining("such as " + dir.resolve("a.lines") + ", are empty");
    }

    @ParameterizedTest
    @CsvSource({
        "_delta_log/00000000000000000000.json, a Delta",
        "metadata/v1.metadata.json, an Iceberg",
        ".hoodie/hoodie.properties, a Hudi"
    })
    void refusesTablesWhoseFilesHoldRemovedRows(String mark, String kind) throws IOException {
        write("table/part-0.lines", "id\n1\n");
        write("table/dt=1/part-1.lines", "id\n1\n");
        write("table/" + mark, "{}");
        refuses("table").withMessageContaining(dir.resolve("table") + " is " + kind + " table");
        refuses("table/*.lines").withMessageContaining(kind + " table");
        refuses("table/**.lines").withMessageContaining(kind + " table");
    }

    @Test
    void leavesOutExcludedFilesOfDirectoriesAndGlobs() throws IOException {
        write("a.lines", "id\n1\n");
        Path output = write("out.lines", "id,team\n1\n");
        Predicate<Path> own = output.toAbsolutePath().normalize()::equals;
        assertThat(names(datasets.open(dir.toString(), InputOptions.DEFAULT, own)))
                .containsExactly("a.lines");
        assertThat(names(datasets.open(dir + "/*.lines", InputOptions.DEFAULT, own)))
                .containsExactly("a.lines");
        assertThat(names(datasets.open(output.toString(), InputOptions.DEFAULT, own)))
                .containsExactly("out.lines");
    }

    @Test
    void refusesFilesOfDifferentTypesButNotOfDifferentRecordNames() throws IOException {
        write("a.typed", "id|{\"name\":\"a\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}\n1\n");
        write("b.typed", "id|{\"name\":\"b\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"doc\":\"key\"}]}\n1\n");
        assertThat(open(dir.toString(), InputOptions.DEFAULT).files()).hasSize(2);

        write("c.typed", "id|{\"name\":\"a\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}\n1\n");
        refuses("").withMessageContaining("c.typed has id of type \"string\", " + dir.resolve("a.typed") + " of type");
    }

    private static InputOptions format(String name) {
        return new InputOptions(name, StandardCharsets.UTF_8, ',');
    }

    private FileDataset open(String path) throws IOException {
        return open(dir.resolve(path).toString(), InputOptions.DEFAULT);
    }

    private FileDataset open(String path, InputOptions options) throws IOException {
        return datasets.open(path, options, file -> false);
    }

    private ThrowableAssertAlternative<ProblemException> refuses(String path) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open(path))
                .matches(e -> e.kind() == ProblemException.Kind.INVALID);
    }

    private List<String> names(FileDataset dataset) {
        return dataset.files().stream()
                .map(file -> dir.relativize(file).toString())
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
