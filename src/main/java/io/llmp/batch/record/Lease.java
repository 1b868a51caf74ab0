package io.llmp.batch.record;

/**
 * An execution's hold on a run. Only who has it may store anything about the run; it is lost when it is not renewed in
 * time and another execution takes the run over.
 *
 * @param run the run that is held
 * @param owner tells this execution from every other
 */
public record Lease(RunId run, String owner) {}
