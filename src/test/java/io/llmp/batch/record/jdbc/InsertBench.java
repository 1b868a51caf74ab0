package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.Samples;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Measures what a record costs to store, tenth by tenth, in groups of 100 with random fingerprints. Takes the number of
 * records, and {@code postgres} or nothing for the embedded database; to be started by hand.
 */
final class InsertBench {

    private static final int GROUP = 100;

    private InsertBench() {}

    public static void main(String[] args) throws Exception {
        long records = Long.parseLong(args[0]);
        Path directory = Files.createTempDirectory("bench");
        try (StoreFile store = args.length > 1 ? StoreFile.inPostgres() : StoreFile.open(directory)) {
            RunId run =
                    store.runs().create(Samples.run("bench", 1, Samples.START)).id();
            Lease lease = Samples.begin(store.runs(), store.splits(), run, "bench");
            Random random = new Random(1);
            for (int tenth = 0; tenth < 10; tenth++) {
                double cpu = cpuSeconds();
                long begin = System.nanoTime();
                for (long first = records / 10 * tenth; first < records / 10 * (tenth + 1); first += GROUP) {
                    store.records().save(lease, group(run, first, random));
                }
                System.out.printf(
                        "tenth %d: %.1f us of CPU a record, %.1f us of time%n",
                        tenth + 1, (cpuSeconds() - cpu) * 1e7 / records, (System.nanoTime() - begin) / 1e2 / records);
            }
        }
    }

    private static List<JobRecord> group(RunId run, long first, Random random) {
        List<JobRecord> group = new ArrayList<>();
        for (long item = first; item < first + GROUP; item++) {
            group.add(record(run, item, Samples.SPLIT, random));
        }
        return group;
    }

    /** Returns an answer of usual size to a request of its own. */
    static JobRecord record(RunId run, long item, int split, Random random) {
        JobRecord sample = Samples.answered(run, item);
        return new JobRecord(
                run,
                item,
                sample.itemKey(),
                split,
                "{\"subject\":\"" + "ticket ".repeat(70) + "\"}",
                String.format("%016x", random.nextLong()).repeat(4),
                sample.outcome(),
                sample.costs(),
                sample.provenance(),
                sample.createdAt());
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
