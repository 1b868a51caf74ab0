/** The database under {@code LLMP_HOME}: where it is, which process holds it, and its schema. */
@NullMarked
package io.llmp.batch.store;

import org.jspecify.annotations.NullMarked;
