/** The Spring Batch job: plan, partitioned read, processing and writing, export; and the life of a run. */
@NullMarked
package io.llmp.batch.run;

import org.jspecify.annotations.NullMarked;
