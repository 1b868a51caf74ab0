/** The rows and answers of a run as a dataset. */
@NullMarked
package io.llmp.batch.record.dataset;

import org.jspecify.annotations.NullMarked;
