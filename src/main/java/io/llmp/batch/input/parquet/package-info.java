/** Parquet files, read a page at a time from any row on. */
@NullMarked
package io.llmp.batch.input.parquet;

import org.jspecify.annotations.NullMarked;
