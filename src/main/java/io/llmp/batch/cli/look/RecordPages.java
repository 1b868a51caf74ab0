package io.llmp.batch.cli.look;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.RunId;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Records of a run, newest first, a page at a time. */
final class RecordPages implements Iterator<JobRecord> {

    private static final int PAGE = 500;

    private final JobRecordStore records;
    private final RunId run;
    private final RecordFilter filter;
    private long left;
    private Iterator<JobRecord> page;
    private @Nullable JobRecord last;

    /** @param most how many to give at most */
    RecordPages(JobRecordStore records, RunId run, RecordFilter filter, long most) {
        this.records = records;
        this.run = run;
        this.filter = filter;
        this.left = most;
        this.page = load();
    }

    private Iterator<JobRecord> load() {
        List<JobRecord> next =
                left == 0 ? List.of() : records.newestFirst(run, filter, last, (int) Math.min(left, PAGE));
        return next.iterator();
    }

    @Override
    public boolean hasNext() {
        return page.hasNext();
    }

    @Override
    public JobRecord next() {
        if (!page.hasNext()) {
            throw new NoSuchElementException("no more records of run " + run);
        }
        JobRecord record = page.next();
        last = record;
        left--;
        if (!page.hasNext()) {
            page = load();
        }
        return record;
    }
}
