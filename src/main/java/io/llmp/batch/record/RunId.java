package io.llmp.batch.record;

/**
 * Names one run.
 *
 * @param value lower-case letters and digits, fit for file names and command lines
 */
public record RunId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
