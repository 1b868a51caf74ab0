package io.llmp.batch.record.compare;

import io.llmp.batch.record.JobRecord;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One row in both runs.
 *
 * @param former the former run's record of it
 * @param present the present run's record of it
 * @param formerAnswer the former answer, a missing node when there is none
 * @param presentAnswer the present answer, a missing node when there is none
 * @param changed the fields whose values differ, in the order of the template; all of them when only one run has an answer
 */
public record ComparedRow(
        JobRecord former, JobRecord present, JsonNode formerAnswer, JsonNode presentAnswer, List<String> changed) {

    public ComparedRow {
        changed = List.copyOf(changed);
    }

    /** Whether the row is to be shown: an answer differs, or is there in one run only. */
    public boolean isChanged() {
        return !changed.isEmpty();
    }
}
