/** Job records to result files. */
@NullMarked
package io.llmp.batch.export;

import org.jspecify.annotations.NullMarked;
