/** Result files as Parquet, with the input's types and the output schema's. */
@NullMarked
package io.llmp.batch.export.parquet;

import org.jspecify.annotations.NullMarked;
