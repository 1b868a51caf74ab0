/** The Spring Batch job: plan, partitioned read, process and write, export; and the life of a run. */
@NullMarked
package io.llmp.batch.pipeline;

import org.jspecify.annotations.NullMarked;
