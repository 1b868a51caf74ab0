package io.llmp.batch.input;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * An input: files of one format and with the same columns, read as one sequence of items. Immutable; safe for use by many
 * threads.
 *
 * <p>A dataset stands for its files as they were when it was opened. Every method that reads them fails with a
 * {@link ProblemException} when one has since changed, judged by its size and time of modification.
 */
public final class Dataset {

    /** The limit of {@link #plan} that takes every row. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final int BUFFER = 1 << 16;

    private final String path;
    private final List<InputFile> files;
    private final InputFormat format;
    private final InputOptions options;
    private final RowSchema schema;
    private final List<String> warnings;

    Dataset(
            String path,
            List<InputFile> files,
            InputFormat format,
            InputOptions options,
            RowSchema schema,
            List<String> warnings) {
        this.path = path;
        this.files = List.copyOf(files);
        this.format = format;
        this.options = options;
        this.schema = schema;
        this.warnings = List.copyOf(warnings);
    }

    /** The path by which it was opened. */
    public String path() {
        return path;
    }

    /** Its files in the order of their items; none where {@link Datasets#empty} made it. */
    public List<Path> files() {
        return files.stream().map(InputFile::path).toList();
    }

    /** The columns, the same in every file. */
    public RowSchema schema() {
        return schema;
    }

    /** Returns whether there is a row; reads no more than is needed to know. */
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

    /** Computes the fingerprint; reads every file whole. Moving the dataset as a whole does not change it. */
    public InputFingerprint fingerprint() throws IOException {
        MessageDigest digest = sha256();
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

    /**
     * Counts the rows and cuts them into splits. Reads each file once, up to the one that reaches the limit.
     *
     * @param limit how many rows to take from the beginning, at least 1; {@link #NO_LIMIT} for all
     * @param rowsPerSplit from the number of rows that are taken to the number wanted in a split, at least 1
     */
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
        return SplitPlan.of(indexes, items, wanted(rowsPerSplit, items), planWarnings);
    }

    /**
     * Opens exactly the items of {@code split}, which comes from a plan of this dataset, or of one that had the same
     * fingerprint. The cursor ends with a failure when the file does not hold all of them, or changed meanwhile.
     */
    public ItemCursor open(Split split) throws IOException {
        if (split.file() < 0 || split.file() >= files.size()) {
            throw new IllegalArgumentException(
                    "split's file must be below " + files.size() + " but was " + split.file());
        }
        InputFile file = files.get(split.file());
        file.verifyUnchanged();
        return new SplitCursor(format.open(file.path(), options, split.start(), split.firstItem()), split, file);
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

    private static long wanted(LongUnaryOperator rowsPerSplit, long items) {
        long wanted = rowsPerSplit.applyAsLong(items);
        if (wanted < 1) {
            throw new IllegalArgumentException("rows per split must be at least 1 but was " + wanted);
        }
        return wanted;
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
