package io.llmp.batch.input;

import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/** Files of one format and with the same columns, read one after the other. A file has changed when its size or time of modification has. */
final class FileDataset implements Dataset {

    private static final int BUFFER = 1 << 16;

    private final String name;
    private final List<InputFile> files;
    private final InputFormat format;
    private final InputOptions options;
    private final RowSchema schema;
    private final List<String> warnings;

    /** @param files none of an empty dataset */
    FileDataset(
            String name,
            List<InputFile> files,
            InputFormat format,
            InputOptions options,
            RowSchema schema,
            List<String> warnings) {
        this.name = name;
        this.files = List.copyOf(files);
        this.format = format;
        this.options = options;
        this.schema = schema;
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public String name() {
        return name;
    }

    /** Its files in the order of their items. */
    List<Path> files() {
        return files.stream().map(InputFile::path).toList();
    }

    @Override
    public RowSchema schema() {
        return schema;
    }

    @Override
    public boolean hasRows() throws IOException {
        List<Item> first = new ArrayList<>();
        forFirst(1, first::add);
        return !first.isEmpty();
    }

    /** Gives up to {@code count} rows from the beginning; reads no more than those. */
    void forFirst(int count, Consumer<Item> action) throws IOException {
        int given = 0;
        for (InputFile file : files) {
            try (ItemCursor rows = format.open(file.path(), options, FileIndex.START, given)) {
                for (Item item = given < count ? rows.next() : null;
                        item != null;
                        item = given < count ? rows.next() : null) {
                    action.accept(item);
                    given++;
                }
            }
            if (given == count) {
                return;
            }
        }
    }

    /** Reads every file whole. Moving the dataset as a whole does not change its fingerprint. */
    @Override
    public InputFingerprint fingerprint() throws IOException {
        MessageDigest digest = Sha256.begin();
        long bytes = 0;
        for (InputFile file : files) {
            // A zero byte cannot be part of a name or a number: no two datasets feed the digest the same bytes.
            digest.update((file.name() + '\0' + file.size() + '\0').getBytes(StandardCharsets.UTF_8));
            update(digest, file.path());
            file.verifyUnchanged();
            bytes += file.size();
        }
        return new InputFingerprint(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Reads each file once, up to the one that reaches the limit. */
    @Override
    public SplitPlan plan(long limit, LongUnaryOperator rowsPerSplit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1 but was " + limit);
        }
        List<FileIndex> indexes = new ArrayList<>();
        List<String> planWarnings = new ArrayList<>(warnings);
        long rows = 0;
        for (int i = 0; i < files.size() && rows < limit; i++) {
            FileIndex index = index(files.get(i));
            indexes.add(index);
            rows += index.rows();
            if (index.warning() != null) {
                planWarnings.add(index.warning());
            }
        }
        long items = Math.min(rows, limit);
        return SplitPlan.of(indexes, items, rowsPerSplit.applyAsLong(items), planWarnings);
    }

    @Override
    public ItemCursor open(Split split, long from) throws IOException {
        if (split.file() < 0 || split.file() >= files.size()) {
            throw new IllegalArgumentException(
                    "split's file must be below " + files.size() + " but was " + split.file());
        }
        if (from < split.firstItem() || from > split.firstItem() + split.items()) {
            throw new IllegalArgumentException("from must be in " + split + " but was " + from);
        }
        InputFile file = files.get(split.file());
        file.verifyUnchanged();
        SplitCursor cursor =
                new SplitCursor(format.open(file.path(), options, split.start(), split.firstItem()), split, file);
        try {
            cursor.skip(from - split.firstItem());
            return cursor;
        } catch (IOException | RuntimeException e) {
            cursor.close();
            throw e;
        }
    }

    @Override
    public Overlap overlap(String output) {
        Path place = Path.of(output);
        if (files.stream().anyMatch(file -> isSame(file.path(), place))) {
            return Overlap.REPLACES;
        }
        Path directory = Path.of(name);
        return Files.isDirectory(directory) && directory.equals(place.getParent()) ? Overlap.JOINS : Overlap.NONE;
    }

    private static boolean isSame(Path file, Path output) {
        try {
            return Files.isSameFile(file, output);
        } catch (IOException e) {
            // One of them is not there.
            return false;
        }
    }

    private FileIndex index(InputFile file) throws IOException {
        try {
            FileIndex index = format.index(file.path(), options);
            file.verifyUnchanged();
            return index;
        } catch (ProblemException e) {
            file.verifyUnchanged();
            throw e;
        }
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }
}
