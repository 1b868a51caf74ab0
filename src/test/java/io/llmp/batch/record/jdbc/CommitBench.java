package io.llmp.batch.record.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.Split;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.Samples;
import io.llmp.batch.store.SqlDialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Measures how many records a second eight committers store, each of splits of its own: all of one run, and each of another.
 * Takes the address of an empty PostgreSQL database, which should write to a disk, and the seconds that each measurement takes;
 * to be started by hand.
 */
final class CommitBench {

    private static final int COMMITTERS = 8;
    private static final int ROUNDS = 3;

    private final StoreFile store;
    private final Duration span;
    private int runs;

    private CommitBench(StoreFile store, Duration span) {
        this.store = store;
        this.span = span;
    }

    public static void main(String[] args) throws Exception {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(args[0]);
        pool.setMaximumPoolSize(COMMITTERS + 1);
        try (StoreFile store = StoreFile.in(pool, SqlDialect.POSTGRESQL)) {
            CommitBench bench = new CommitBench(store, Duration.ofSeconds(Long.parseLong(args[1])));
            for (int round = 1; round <= ROUNDS; round++) {
                for (int group : List.of(10, 50)) {
                    System.out.printf("groups of %d, one run: %d records a second%n", group, bench.measure(group, 1));
                    System.out.printf(
                            "groups of %d, %d runs: %d records a second%n",
                            group, COMMITTERS, bench.measure(group, COMMITTERS));
                }
            }
        }
    }

    private long measure(int group, int ofRuns) throws Exception {
        List<Lease> leases = new ArrayList<>();
        for (int run = 0; run < ofRuns; run++) {
            leases.add(begin());
        }
        ExecutorService threads = Executors.newFixedThreadPool(COMMITTERS);
        try {
            List<Future<Long>> committers = new ArrayList<>();
            long begin = System.nanoTime();
            for (int committer = 0; committer < COMMITTERS; committer++) {
                int split = committer;
                committers.add(threads.submit(() -> commit(leases.get(split % ofRuns), split, group, begin)));
            }
            long stored = 0;
            for (Future<Long> committer : committers) {
                stored += committer.get();
            }
            return stored * 1_000_000_000L / (System.nanoTime() - begin);
        } finally {
            threads.shutdown();
        }
    }

    private Lease begin() {
        RunId run = store.runs()
                .create(Samples.run("bench " + System.nanoTime() + " " + runs++, 1, Samples.START))
                .id();
        Lease lease = store.runs().begin(run, Samples.execution("bench"), Samples.START);
        long items = 1_000_000_000;
        List<Split> splits = IntStream.range(0, COMMITTERS)
                .mapToObj(split -> new Split(split, 0, split * items, items, new FileIndex.Mark(split * items, 0)))
                .toList();
        store.splits().plan(lease, COMMITTERS * items, splits);
        splits.forEach(split -> store.splits().take(lease, split.number()));
        return lease;
    }

    private long commit(Lease lease, int split, int group, long begin) {
        Random random = new Random();
        long stored = 0;
        while (System.nanoTime() - begin < span.toNanos()) {
            List<JobRecord> records = new ArrayList<>();
            for (int i = 0; i < group; i++) {
                records.add(InsertBench.record(lease.run(), split * 1_000_000_000L + stored++, split, random));
            }
            store.records().save(lease, records);
        }
        return stored;
    }
}
