/** Job records: what became of each item, kept so that a stopped run can be resumed. */
@NullMarked
package io.llmp.batch.record;

import org.jspecify.annotations.NullMarked;
