/** The columns of a dataset with their types, and what several files have in common. */
@NullMarked
package io.llmp.batch.input.columns;

import org.jspecify.annotations.NullMarked;
