package io.llmp.batch.run.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Split;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.MemoryRecordStore;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RunId;
import io.llmp.batch.run.Skips;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import tools.jackson.databind.node.JsonNodeFactory;

class SplitItemReaderTest {

    private static final RunId RUN = new RunId("abc");
    private static final Split SPLIT = new Split(3, 0, 10_000, 20_000, new FileIndex.Mark(0, 0));

    /** Notes which ranges are asked for. */
    private static final class Ranges extends MemoryRecordStore {
        final List<Long> firsts = new ArrayList<>();
        final List<Integer> lengths = new ArrayList<>();

        @Override
        public BitSet finished(RunId run, long first, int items) {
            firsts.add(first);
            lengths.add(items);
            return super.finished(run, first, items);
        }
    }

    private final Ranges records = new Ranges();
    private final AtomicInteger open = new AtomicInteger();
    private final List<Long> ended = new ArrayList<>();

    @Test
    void givesEveryItemOfASplitWithoutRecords() throws IOException {
        assertThat(readAll()).isEqualTo(LongStream.range(10_000, 30_000).boxed().toList());
    }

    @Test
    void tellsHowManyItemsItGaveWhenThereAreNoMoreAndHasClosedTheInput() throws IOException {
        finish(10_001);
        SplitItemReader reader = reader(this::cursor);
        reader.open(new ExecutionContext());
        for (int i = 0; i < 19_999; i++) {
            assertThat(reader.read()).isNotNull();
        }
        assertThat(ended).isEmpty();
        assertThat(reader.read()).isNull();
        assertThat(ended).containsExactly(19_999L);
        assertThat(open).hasValue(0);
    }

    @Test
    void leavesOutExactlyTheItemsThatHaveARecord() throws IOException {
        Random random = new Random(5);
        List<Long> left = new ArrayList<>();
        for (long item = 0; item < 40_000; item++) {
            if (random.nextInt(3) > 0) {
                finish(item);
            } else if (item >= 10_000 && item < 30_000) {
                left.add(item);
            }
        }
        assertThat(readAll()).isEqualTo(left);
    }

    @Test
    void looksRecordsUpInWindowsThatCoverTheSplitAndNoMore() throws IOException {
        readAll();
        assertThat(records.firsts).containsExactly(10_000L, 18_192L, 26_384L);
        assertThat(records.lengths).containsExactly(8192, 8192, 3616);
    }

    @Test
    void givesNothingOfASplitThatIsDone() throws IOException {
        LongStream.range(10_000, 30_000).forEach(this::finish);
        assertThat(readAll()).isEmpty();
    }

    @Test
    void closesTheInputAndMayBeClosedWithoutOpen() throws IOException {
        readAll();
        assertThat(open).hasValue(0);
        reader(this::cursor).close();
    }

    @Test
    void saysThatTheInputCannotBeOpened() {
        SplitItemReader reader = reader(split -> {
            throw new IOException("gone");
        });
        assertThatThrownBy(() -> reader.open(new ExecutionContext()))
                .isInstanceOf(ItemStreamException.class)
                .hasRootCauseMessage("gone");
    }

    private List<Long> readAll() throws IOException {
        SplitItemReader reader = reader(this::cursor);
        reader.open(new ExecutionContext());
        List<Long> read = new ArrayList<>();
        for (Item item = reader.read(); item != null; item = reader.read()) {
            read.add(item.index());
        }
        reader.close();
        return read;
    }

    private SplitItemReader reader(SplitItemReader.Opener opener) {
        return new SplitItemReader(opener, SPLIT, records, RUN, ended::add);
    }

    private void finish(long item) {
        records.save(new Lease(RUN, "owner"), List.of(Skips.record(item, new Outcome.Answered("{}"))));
    }

    private ItemCursor cursor(Split split) {
        open.incrementAndGet();
        return new ItemCursor() {
            private long next = split.firstItem();

            @Override
            public @Nullable Item next() {
                return next == split.firstItem() + split.items()
                        ? null
                        : new Item.Row(next++, JsonNodeFactory.instance.objectNode());
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }
}
