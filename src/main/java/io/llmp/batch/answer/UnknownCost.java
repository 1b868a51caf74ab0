package io.llmp.batch.answer;

import io.llmp.batch.input.Item;
import io.llmp.batch.llm.Price;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Run;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the most that a run may have cost beyond what is known: calls whose reply told no tokens, or never came. A spending
 * limit counts them in full, in the execution that made them as in those that follow.
 */
public record UnknownCost(JobRecordStore records, RequestProcessor processor, Price price) {

    private static final int PAGE = 500;

    /** Returns US dollars; reads every record of the run if there is one whose cost is not known. */
    public BigDecimal of(Run run) {
        BigDecimal most = BigDecimal.ZERO;
        long left = run.counts().unpriced();
        for (long next = 0; left > 0; ) {
            List<JobRecord> page = records.inInputOrder(run.id(), next, PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (JobRecord record : page) {
                if (record.costs().cost() == null) {
                    most = most.add(most(record));
                    left--;
                }
            }
            next = page.get(page.size() - 1).itemIndex() + 1;
        }
        return most;
    }

    private BigDecimal most(JobRecord record) {
        ObjectNode row = (ObjectNode) JsonMapper.shared().readTree(record.input());
        return processor.process(new Item.Row(record.itemIndex(), row)) instanceof PreparedItem.Valid valid
                ? price.worstCase(valid.request())
                        .multiply(BigDecimal.valueOf(record.costs().attempts()))
                : BigDecimal.ZERO;
    }
}
