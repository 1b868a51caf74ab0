/** How answers changed between two runs. */
@NullMarked
package io.llmp.batch.record.compare;

import org.jspecify.annotations.NullMarked;
