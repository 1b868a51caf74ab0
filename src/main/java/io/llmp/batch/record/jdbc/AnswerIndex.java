package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.KeptAnswer;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordRef;
import io.llmp.batch.record.RunId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * Finds the record that holds the answer to a request, in the table {@code LLMP_ANSWER}. Its key is a 64-bit prefix of the
 * fingerprint, so that an entry takes a tenth of what an index of whole fingerprints on the records would; that two of a
 * billion requests share a prefix has a chance of 3 %, costs one of them its reuse, and never gives a wrong answer.
 */
final class AnswerIndex {

    private static final String KEYS = "UNNEST(CAST(? AS BIGINT ARRAY)) AS K(PREFIX)";

    private final JdbcTemplate jdbc;

    AnswerIndex(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes the answers among {@code records} findable.
     *
     * @throws org.springframework.dao.DuplicateKeyException when one of their requests has been answered before
     */
    void add(List<JobRecord> records) {
        insert(answers(records));
    }

    /** Makes the answers among {@code records} findable, but for those whose request has been answered before. */
    void addUnknown(List<JobRecord> records) {
        Map<Long, JobRecord> answers = answers(records);
        if (!answers.isEmpty()) {
            answers.keySet().removeAll(known(answers.keySet()));
            insert(answers);
        }
    }

    private static Map<Long, JobRecord> answers(List<JobRecord> records) {
        Map<Long, JobRecord> answers = new LinkedHashMap<>();
        for (JobRecord record : records) {
            String fingerprint = record.requestFingerprint();
            if (fingerprint != null && record.outcome().status() == Outcome.Status.SUCCEEDED) {
                answers.putIfAbsent(prefix(fingerprint), record);
            }
        }
        return answers;
    }

    private void insert(Map<Long, JobRecord> answers) {
        if (answers.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                "INSERT INTO LLMP_ANSWER (FINGERPRINT_PREFIX, RUN_ID, ITEM_INDEX) VALUES (?, ?, ?)",
                answers.entrySet().stream()
                        .map(answer -> new Object[] {
                            answer.getKey(),
                            answer.getValue().run().value(),
                            answer.getValue().itemIndex()
                        })
                        .toList());
    }

    private Set<Long> known(Collection<Long> prefixes) {
        Set<Long> known = new HashSet<>();
        jdbc.query(
                "SELECT A.FINGERPRINT_PREFIX FROM " + KEYS + " JOIN LLMP_ANSWER A ON A.FINGERPRINT_PREFIX = K.PREFIX",
                keys(prefixes),
                row -> {
                    known.add(row.getLong(1));
                });
        return known;
    }

    /** Returns the answers there are, by fingerprint. */
    Map<String, KeptAnswer> find(Collection<String> fingerprints) {
        Set<String> wanted = Set.copyOf(fingerprints);
        Map<String, KeptAnswer> found = new HashMap<>();
        jdbc.query(
                "SELECT R.* FROM " + KEYS
                        + " JOIN LLMP_ANSWER A ON A.FINGERPRINT_PREFIX = K.PREFIX"
                        + " JOIN LLMP_JOB_RECORD R ON R.RUN_ID = A.RUN_ID AND R.ITEM_INDEX = A.ITEM_INDEX"
                        + " WHERE R.STATUS = 'SUCCEEDED'",
                keys(wanted.stream().map(AnswerIndex::prefix).toList()),
                row -> {
                    String fingerprint = row.getString("REQUEST_FINGERPRINT");
                    if (wanted.contains(fingerprint)) {
                        RecordChecksum.verify(row);
                        RecordRef record = new RecordRef(new RunId(row.getString("RUN_ID")), row.getLong("ITEM_INDEX"));
                        found.put(fingerprint, new KeptAnswer(record, row.getString("OUTPUT")));
                    }
                });
        return found;
    }

    /** Removes what leads to records of a run; by their requests, because no index has the run of an answer. */
    void remove(RunId run, Collection<String> fingerprints) {
        jdbc.batchUpdate(
                "DELETE FROM LLMP_ANSWER WHERE FINGERPRINT_PREFIX = ? AND RUN_ID = ?",
                fingerprints.stream()
                        .map(fingerprint -> new Object[] {prefix(fingerprint), run.value()})
                        .toList());
    }

    private static PreparedStatementSetter keys(Collection<Long> prefixes) {
        return statement ->
                statement.setArray(1, statement.getConnection().createArrayOf("BIGINT", prefixes.toArray()));
    }

    private static long prefix(String fingerprint) {
        return Long.parseUnsignedLong(fingerprint, 0, 16, 16);
    }
}
