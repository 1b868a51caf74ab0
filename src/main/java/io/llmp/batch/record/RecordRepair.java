package io.llmp.batch.record;

/**
 * Brings the records of all runs in order after damage. A failure of the database is a
 * {@link org.springframework.dao.DataAccessException}.
 */
public interface RecordRepair {

    /**
     * Removes the records that are not as they were written, and counts those of each run again. A complete run that lost a
     * record has failed, so that the same command asks for what is lost. No run may be at work.
     *
     * @return how many records there are now
     */
    long dropDamaged();
}
