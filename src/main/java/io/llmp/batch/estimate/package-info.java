/** What a run would cost and how long it would take, before it is started. */
@NullMarked
package io.llmp.batch.estimate;

import org.jspecify.annotations.NullMarked;
