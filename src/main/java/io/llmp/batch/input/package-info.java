/** Input datasets: formats, splits and items. */
@NullMarked
package io.llmp.batch.input;

import org.jspecify.annotations.NullMarked;
