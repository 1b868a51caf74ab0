/** Runs and job records in the database. */
@NullMarked
package io.llmp.batch.record.jdbc;

import org.jspecify.annotations.NullMarked;
