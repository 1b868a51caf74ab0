package io.llmp.batch.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunPlanTest {

    private static final RunPlan PLAN = new RunPlan(List.of(
            new Split(0, 0, 0, 5_000_000_000L, new FileIndex.Mark(0, 17)),
            new Split(1, 3, 5_000_000_000L, 1_000_000_000L, new FileIndex.Mark(12, 9_000_000_000L))));

    @Test
    void findsTheSplitOfAPartitionByItsName() {
        assertThat(PLAN.partitions().keySet()).containsExactly("split-0", "split-1");
        assertThat(PLAN.partitions().values())
                .allSatisfy(context -> assertThat(context.isEmpty()).isTrue());
        assertThat(PLAN.split("answer:split-1")).isEqualTo(PLAN.splits().get(1));
    }

    @Test
    void hasTheItemsOfItsSplits() {
        assertThat(PLAN.items()).isEqualTo(6_000_000_000L);
        assertThat(new RunPlan(List.of()).items()).isZero();
    }
}
