package io.llmp.batch.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.Split;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.repository.dao.DefaultExecutionContextSerializer;
import org.springframework.batch.infrastructure.item.ExecutionContext;

class RunPlanTest {

    private static final RunPlan PLAN = new RunPlan(
            6_000_000_000L,
            List.of(
                    new Split(0, 0, 0, 5_000_000_000L, new FileIndex.Mark(0, 17)),
                    new Split(1, 3, 5_000_000_000L, 1_000_000_000L, new FileIndex.Mark(12, 9_000_000_000L))));

    @Test
    void comesBackFromTheContextOfALaterProcess() throws IOException {
        ExecutionContext context = new ExecutionContext();
        PLAN.write(context);
        assertThat(RunPlan.read(stored(context))).isEqualTo(PLAN);
    }

    @Test
    void findsTheSplitOfAPartitionByItsName() {
        assertThat(PLAN.partitions().keySet()).containsExactly("split-0", "split-1");
        assertThat(PLAN.split("answer:split-1")).isEqualTo(PLAN.splits().get(1));
    }

    @Test
    void knowsWhetherAContextHoldsAPlan() {
        ExecutionContext context = new ExecutionContext();
        assertThat(RunPlan.isIn(context)).isFalse();
        PLAN.write(context);
        assertThat(RunPlan.isIn(context)).isTrue();
    }

    private static ExecutionContext stored(ExecutionContext context) throws IOException {
        DefaultExecutionContextSerializer serializer = new DefaultExecutionContextSerializer();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer.serialize(context.toMap(), out);
        return new ExecutionContext(serializer.deserialize(new ByteArrayInputStream(out.toByteArray())));
    }
}
