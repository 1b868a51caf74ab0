package io.llmp.batch.input;

/**
 * What tells one state of an input from another.
 *
 * @param bytes size of all files together; 0 where nobody knows a size
 * @param sha256 lower-case hexadecimal SHA-256; of files over their names (within the dataset), sizes and contents in order
 */
public record InputFingerprint(long bytes, String sha256) {}
