/** The files that a path, a directory or a pattern stands for. */
@NullMarked
package io.llmp.batch.input.found;

import org.jspecify.annotations.NullMarked;
