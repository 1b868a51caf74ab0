package io.llmp.batch.store;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.Nightly;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.record.jdbc.RecordStores;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.home.StoreHome;
import io.llmp.batch.store.seal.DataFile;
import io.llmp.batch.store.seal.SealFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Damages the files of a half-done run: each time all its records are there, or the store is refused with words. */
@Timeout(300)
class StoreDamageTest {

    private static final int RECORDS = 120;
    /** Damaged in each file with much in it, and a quarter of them in each other. */
    private static final int PLACES = 80;

    /** From byte to byte of the settings; every value and every name of one has three or more. */
    private static final int STEP = Nightly.choose(3, 1);

    private static final List<String> FILES =
            List.of("llmp.log", "llmp.data", "llmp.script", "llmp.properties", "llmp.backup", "seal");

    @TempDir
    Path directory;

    private int served;
    private int refused;

    @Test
    void aDamagedStoreHasEveryRecordOrIsRefused() throws IOException {
        Path dead = halfDone();
        List<String> lost = new ArrayList<>();
        Random random = new Random(20261130);
        int trial = 0;
        open(copy(dead, trial++), "owner", path -> {}, "nothing", lost);
        assertThat(served).as("an undamaged one").isEqualTo(1);
        for (String file : FILES) {
            Path original = dead.resolve("store").resolve(file);
            if (!Files.exists(original)) {
                continue;
            }
            long bytes = written(original);
            int places = file.equals("llmp.log") || file.equals("llmp.script") ? PLACES : PLACES / 4;
            for (int i = 0; i < places; i++) {
                // One in each region, of 1 to 16 bytes; every fourth is a cut.
                long at = bytes * i / places + random.nextLong(Math.max(1, bytes / places));
                boolean cut = i % 4 == 3;
                Damage damage = cut ? cut(at) : flip(at, 1 + random.nextInt(16), random);
                String what = file + (cut ? " cut at " : " changed at ") + at + " of " + bytes;
                open(copy(dead, trial++), file, damage, what, lost);
            }
            open(copy(dead, trial++), file, path -> Files.delete(path), file + " missing", lost);
        }
        assertThat(lost).isEmpty();
        assertThat(trial).isGreaterThanOrEqualTo(200);
        assertThat(served).as("harmless damage").isPositive();
        assertThat(refused).as("harmful damage").isGreaterThan(100);
    }

    @Test
    void aLogThatEndsBetweenTwoStatementsIsRefusedWithTheNumberOfAnswers() throws IOException {
        Path home = halfDone();
        Path log = home.resolve("store/llmp.log");
        List<String> lines = Files.readAllLines(log);
        List<String> commits = lines.subList(0, lines.lastIndexOf("COMMIT"));
        Files.write(log, commits.subList(0, commits.lastIndexOf("COMMIT") + 1));
        try {
            Stores.hold(home).close();
            throw new AssertionError("opened");
        } catch (ProblemException e) {
            assertThat(e.problem()).contains("llmp.log").contains("It held 80 answers");
            assertThat(e.remedy())
                    .contains("backup")
                    .contains(Operation.REPAIR_STORE.toString())
                    .contains("at most 80 answers");
        }
        StoreRepair repair = StoreRepair.acceptLoss(home).orElseThrow();
        assertThat(repair.copy().resolve("llmp.log")).exists();
        assertThat(repair.records()).isEqualTo(RECORDS);
        try (StoreDatabase database = Stores.hold(home)) {
            assertThat(records(database)
                            .inInputOrder(Samples.run("in", 1, Samples.START).id(), 0, 2 * RECORDS))
                    .hasSize(RECORDS - 10);
        }
    }

    @Test
    void aDataFileThatWasBeingChangedIsWholeUnlessItIsDamaged() throws IOException {
        Path home = directory.resolve("home");
        try (StoreDatabase database = Stores.hold(home)) {
            JdbcTemplate sql = new JdbcTemplate(database.dataSource());
            // So few that rows are written out before the next checkpoint.
            sql.execute("SET FILES CACHE ROWS 100");
            sql.execute("SET FILES CACHE SIZE 100");
        }
        Path dead = halfDone();
        Path copies = dead.resolve("store/llmp.backup");
        assertThat(copies).as("pages of the last checkpoint").isNotEmptyFile();

        List<String> lost = new ArrayList<>();
        open(copy(dead, 0), "owner", path -> {}, "nothing", lost);
        open(copy(dead, 1), "llmp.backup", path -> Files.write(path, new byte[7], APPEND), "killed in a copy", lost);
        assertThat(served).as("opened").isEqualTo(2);
        Random random = new Random(20261130);
        for (String file : List.of("llmp.backup", "llmp.data")) {
            long bytes = written(dead.resolve("store").resolve(file));
            for (int i = 0; i < 12; i++) {
                long at = random.nextLong(bytes);
                Damage damage = i % 4 == 3 ? cut(at) : flip(at, 1, random);
                open(copy(dead, 100 * file.length() + i), file, damage, file + " at " + at, lost);
            }
        }
        assertThat(lost).isEmpty();
    }

    /** As it is with one of more than {@link DataFile#SUMMED_BYTES}. */
    @Test
    void damageToADataFileThatIsNotSummedUpIsFoundByTheRecords() throws IOException {
        halfDone();
        Path home = directory.resolve("home");
        try (SealFile seal = SealFile.open(home.resolve("store"))) {
            SealFile.Head head = seal.head();
            assertThat(head.closed()).isTrue();
            seal.write(new SealFile.Head(true, head.script(), head.dataBytes(), false, 0, head.records()));
        }
        long bytes = written(home.resolve("store/llmp.data"));
        Random random = new Random(20261130);
        List<String> silent = new ArrayList<>();
        open(copy(home, 0), "llmp.data", path -> {}, "nothing", silent);
        assertThat(served).as("an undamaged one").isEqualTo(1);
        for (int i = 1; i <= 24; i++) {
            long at = bytes * i / 25 + random.nextLong(bytes / 25);
            open(copy(home, i), "llmp.data", flip(at, 1 + random.nextInt(16), random), "changed at " + at, silent);
        }
        assertThat(silent.stream().filter(what -> what.contains("records"))).isEmpty();
        assertThat(refused + silent.size()).as("harmful damage").isGreaterThan(5);
    }

    /** Each byte once, or every third, however the settings are ordered and whatever time they hold. */
    @Test
    void noByteOfTheSettingsMakesTheLogForgotten() throws IOException {
        Path dead = halfDone();
        List<String> lost = new ArrayList<>();
        byte[] settings = Files.readAllBytes(dead.resolve("store/llmp.properties"));
        for (int at = 0; at < settings.length; at += STEP) {
            int place = at;
            Damage damage = path -> {
                byte[] damaged = settings.clone();
                damaged[place] ^= 0x5b;
                Files.write(path, damaged);
            };
            open(copy(dead, at), "llmp.properties", damage, "byte " + at, lost);
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void aDatabaseWithoutTablesIsWhole() throws IOException {
        Path home = directory.resolve("empty");
        for (int i = 0; i < 2; i++) {
            EmbeddedDatabase.open(home, Access.SHARE, true).close();
        }
        assertThat(StoreHome.directory(home).resolve("llmp.data")).doesNotExist();
        try (StoreDatabase database = Stores.hold(home)) {
            assertThat(database.schemaVersion()).isEqualTo(Schema.CURRENT);
        }
    }

    private interface Damage {
        void to(Path file) throws IOException;
    }

    private static Damage cut(long at) {
        return file -> {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(at);
            }
        };
    }

    private static Damage flip(long at, int count, Random random) {
        return file -> {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                for (int i = 0; i < count && at + i < open.length(); i++) {
                    open.seek(at + i);
                    int before = open.read();
                    open.seek(at + i);
                    open.write(before ^ (1 + random.nextInt(255)));
                }
            }
        };
    }

    /** HSQLDB makes its data file larger than what is in it. */
    private static long written(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    /** Returns the home of a process that died: a third of its records in the data file, the rest in the log. */
    private Path halfDone() throws IOException {
        Path home = directory.resolve("home");
        Run run = Samples.run("in", 1, Samples.START);
        try (StoreDatabase database = Stores.hold(home)) {
            runs(database).create(run);
            Lease lease = runs(database).begin(run.id(), Samples.execution("one"), Samples.START);
            Samples.take(splits(database), lease, RECORDS);
            save(database, lease, 0, RECORDS / 3);
        }
        Path dead = directory.resolve("dead");
        try (StoreDatabase database = Stores.hold(home)) {
            runs(database).failOrphanedRuns(true, Samples.START);
            Lease lease = runs(database).begin(run.id(), Samples.execution("two"), Samples.START);
            Samples.take(splits(database), lease, RECORDS);
            save(database, lease, RECORDS / 3, RECORDS);
            copy(home, dead);
        }
        return dead;
    }

    private static void save(StoreDatabase database, Lease lease, int from, int to) {
        for (int first = from; first < to; first += 10) {
            records(database).save(lease, records(lease, first, first + 10));
        }
    }

    private static List<JobRecord> records(Lease lease, int from, int to) {
        return LongStream.range(from, to)
                .mapToObj(item -> Samples.answered(lease.run(), item))
                .toList();
    }

    private static TransactionOperations transactions(StoreDatabase database) {
        return new TransactionTemplate(database.transactionManager());
    }

    private static JobRecordStore records(StoreDatabase database) {
        return RecordStores.records(database.dataSource(), transactions(database), database::countRecords);
    }

    private static RunStore runs(StoreDatabase database) {
        return RecordStores.runs(database.dataSource(), transactions(database));
    }

    private static SplitStore splits(StoreDatabase database) {
        return RecordStores.splits(database.dataSource(), transactions(database));
    }

    private void open(Path home, String file, Damage damage, String what, List<String> lost) throws IOException {
        damage.to(home.resolve("store").resolve(file));
        Run run = Samples.run("in", 1, Samples.START);
        try (StoreDatabase database = Stores.hold(home)) {
            runs(database).failOrphanedRuns(true, Samples.START);
            Lease lease = runs(database).begin(run.id(), Samples.execution("three"), Samples.START);
            List<JobRecord> found = records(database).inInputOrder(run.id(), 0, 2 * RECORDS);
            if (!answers(found).equals(answers(records(lease, 0, RECORDS)))) {
                lost.add(what + ": " + found.size() + " records");
            }
            served++;
        } catch (ProblemException e) {
            refused++;
        } catch (DataAccessException e) {
            lost.add(what + ": no words: " + e);
        } catch (RuntimeException e) {
            lost.add(what + ": " + e);
        }
    }

    private static List<Object> answers(List<JobRecord> records) {
        return records.stream()
                .<Object>map(
                        record -> List.of(record.itemIndex(), record.input(), record.outcome(), record.provenance()))
                .toList();
    }

    private Path copy(Path home, int trial) throws IOException {
        return copy(home, directory.resolve("trial-" + trial));
    }

    /** What is there for a moment only, as the file by which a process tells its address, may be gone when it is its turn. */
    private static Path copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.copy(directory, to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                    return FileVisitResult.CONTINUE;
                } catch (NoSuchFileException e) {
                    return visitFileFailed(file, e);
                }
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return to;
    }
}
