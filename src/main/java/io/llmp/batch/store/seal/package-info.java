/** The seal beside the files of the embedded database, by which damage to them is noticed. */
@NullMarked
package io.llmp.batch.store.seal;

import org.jspecify.annotations.NullMarked;
