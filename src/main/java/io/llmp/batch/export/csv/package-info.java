/** Result files as CSV. */
@NullMarked
package io.llmp.batch.export.csv;

import org.jspecify.annotations.NullMarked;
