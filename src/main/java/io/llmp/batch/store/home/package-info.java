/** The directory of the embedded database: which process holds it, how others reach that one, and who may read it. */
@NullMarked
package io.llmp.batch.store.home;

import org.jspecify.annotations.NullMarked;
