/**
 * The database: the embedded one under {@code LLMP_HOME}, held by one process and served by it to others, or one on a
 * PostgreSQL server; which of them it is, how to reach it, and its schema.
 */
@NullMarked
package io.llmp.batch.store;

import org.jspecify.annotations.NullMarked;
