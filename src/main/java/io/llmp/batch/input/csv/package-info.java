/** CSV by opencsv, split by a quote-aware index of byte offsets. */
@NullMarked
package io.llmp.batch.input.csv;

import org.jspecify.annotations.NullMarked;
