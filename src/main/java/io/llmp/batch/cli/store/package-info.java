/** {@code llmp store} and its commands. */
@NullMarked
package io.llmp.batch.cli.store;

import org.jspecify.annotations.NullMarked;
