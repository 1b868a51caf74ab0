package io.llmp.batch.store.seal;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.zip.CRC32C;

/**
 * Keeps, beside the files of the embedded database, what they must hold, so that damage is noticed before the database is
 * opened. HSQLDB itself takes a log that ends early for a complete one, a missing file for an empty database, and follows
 * damaged indexes wherever they lead.
 *
 * <p>The seal covers the script, the data file as it was at the last checkpoint, and the log up to its last mark. It
 * never covers more than what is in the files, whenever the process is killed:
 *
 * <ul>
 *   <li>A mark is written after a commit, of bytes that were read from the log. What a process has written is in the file
 *       even if the process is killed, so the log has at least the marked bytes. HSQLDB only appends to the log until it
 *       rewrites all files. A mark that is cut short by the kill has a wrong checksum; then the one before it counts.
 *   <li>Before HSQLDB rewrites its files (when it opens the database, at a checkpoint, when it shuts down) the seal is
 *       opened and covers nothing. It is closed again when HSQLDB has ended. A process that is killed in between leaves
 *       files that HSQLDB recovers by itself, without the help of the seal.
 * </ul>
 *
 * <p>That holds for a power cut too. The opened seal is on the disk before HSQLDB begins. A commit is on the disk before it
 * returns, and a mark is written only while no other commit is under way, so that the marked bytes are on the disk; the
 * mark itself is not forced there, and an older one only covers less.
 *
 * <p>Safe for use by many threads.
 */
public final class StoreSeal implements AutoCloseable {

    private final Path directory;
    private final DataFile data;
    private final Path logFile;
    private final SealFile file;
    private LogSum log;
    private SealFile.Head head;
    private SealFile.Head lastHead;
    private SealFile.LogMark mark;

    private StoreSeal(Path directory, SealFile file) throws IOException {
        this.directory = directory;
        this.data = new DataFile(directory);
        this.logFile = directory.resolve("llmp.log");
        this.file = file;
        this.log = new LogSum(logFile);
        this.head = file.head();
        this.lastHead = head;
        this.mark = file.mark();
    }

    /** Opens the seal of the database in {@code directory}, which this process holds; one that is not there covers nothing. */
    public static StoreSeal open(Path directory) throws IOException {
        return new StoreSeal(directory, SealFile.open(directory));
    }

    /** Whether it covers the files. */
    public synchronized boolean isClosed() {
        return head.closed();
    }

    /** Returns how many job records the database had when the seal was last written. */
    public long records() {
        return Math.max(head.records(), mark.records());
    }

    /**
     * Compares the files with the seal, before the database is opened.
     *
     * @throws ProblemException when something is not in them that was committed
     */
    public synchronized void verify() throws IOException {
        data.cutTornCopy();
        if (!head.closed()) {
            return;
        }
        if (sum("llmp.script") != head.script()) {
            throw damaged("llmp.script");
        }
        if (mark.bytes() > 0 ? !isLogInUse() : settings().isEmpty()) {
            // HSQLDB would delete the log, or make a new database.
            throw damaged("llmp.properties");
        }
        if (!data.reaches(head.dataBytes()) || (head.isDataSummed() && data.sum(head.dataBytes()) != head.dataSum())) {
            throw damaged("llmp.data");
        }
        verifyLog();
    }

    /** Whether HSQLDB would replay the log. It says so in its settings after the first commit only. */
    private boolean isLogInUse() throws IOException {
        return "yes".equals(settings().getProperty("modified"));
    }

    /** Reads them as HSQLDB does: a byte that joins two lines hides a setting that is still in the text. */
    private Properties settings() throws IOException {
        Properties settings = new Properties();
        try (var in = Files.newInputStream(directory.resolve("llmp.properties"))) {
            settings.load(in);
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return new Properties();
        }
        return settings;
    }

    private void verifyLog() throws IOException {
        if (mark.bytes() == 0) {
            return;
        }
        try {
            if (log.to(mark.bytes()) != mark.checksum()) {
                throw damaged("llmp.log");
            }
        } catch (NoSuchFileException | EOFException e) {
            throw damaged("llmp.log");
        } finally {
            restartLog();
        }
    }

    private ProblemException damaged(String name) {
        Path damaged = directory.resolve(name);
        boolean missing = Files.notExists(damaged);
        boolean log = name.equals("llmp.log");
        long atRisk = log ? mark.records() - head.records() : records();
        String answers = atRisk == 1 ? "1 answer" : atRisk + " answers";
        return ProblemException.failed(
                "The database under LLMP_HOME is damaged: its file " + damaged
                        + (missing ? " is missing." : " is not as it was written.")
                        + (atRisk == 0 ? "" : (log ? " It held " : " The database held ") + answers + "."),
                "Restore the directory " + directory + " from a backup. Without one, '" + Operation.REPAIR_STORE + "'"
                        + " keeps what can be read, says how many answers are lost"
                        + (atRisk == 0 ? "" : ", at most " + answers) + ", and leaves a copy of the files.");
    }

    /** Opens the seal before HSQLDB rewrites its files; until {@link #seal} it covers nothing. */
    public synchronized void unseal() throws IOException {
        lastHead = head;
        head = SealFile.Head.OPEN;
        file.write(head);
        file.force();
        restartLog();
    }

    /** Closes the seal as it was before {@link #unseal}, when the database could not be opened and its files are unchanged. */
    public synchronized void reseal() throws IOException {
        head = lastHead;
        try {
            verify();
        } catch (ProblemException e) {
            // HSQLDB has begun to rewrite them.
            head = SealFile.Head.OPEN;
            return;
        }
        file.write(head);
        if (mark.bytes() > 0) {
            file.write(mark);
        }
    }

    /**
     * Closes the seal over the files as HSQLDB has rewritten them.
     *
     * @param records how many job records the database has
     * @param unused whether nobody uses the database, so that the data file cannot change while it is summed up
     */
    public synchronized void seal(long records, boolean unused) throws IOException {
        restartLog();
        long dataBytes = data.end();
        boolean summed = unused && dataBytes <= DataFile.SUMMED_BYTES;
        long dataSum = summed ? data.sum(dataBytes) : 0;
        head = new SealFile.Head(true, sum("llmp.script"), dataBytes, summed, dataSum, records);
        mark = new SealFile.LogMark(0, 0, records);
        file.write(head);
    }

    /**
     * Extends the seal to what the log has by now. No commit may be under way.
     *
     * @param records how many job records the database has
     * @return the bytes of the log
     */
    public synchronized long mark(long records) throws IOException {
        long bytes = logFile.toFile().length();
        if (head.closed() && bytes > mark.bytes() && (mark.bytes() > 0 || isLogInUse())) {
            mark = new SealFile.LogMark(bytes, log.to(bytes), records);
            file.write(mark);
        }
        return bytes;
    }

    private long sum(String name) throws IOException {
        CRC32C checksum = new CRC32C();
        try (var in = Files.newInputStream(directory.resolve(name))) {
            byte[] bytes = new byte[1 << 16];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                checksum.update(bytes, 0, count);
            }
            return checksum.getValue();
        } catch (NoSuchFileException e) {
            return SealFile.MISSING;
        }
    }

    private void restartLog() throws IOException {
        log.close();
        log = new LogSum(logFile);
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
        file.close();
    }
}
