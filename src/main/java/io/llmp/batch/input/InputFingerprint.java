package io.llmp.batch.input;

/**
 * What tells one state of an input from another.
 *
 * @param bytes size of all files together
 * @param sha256 lower-case hexadecimal SHA-256 over the names (within the dataset), sizes and contents of the files in order
 */
public record InputFingerprint(long bytes, String sha256) {}
