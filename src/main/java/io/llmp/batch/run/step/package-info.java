/** The Spring Batch job of a run: plan, answer in splits, export. */
@NullMarked
package io.llmp.batch.run.step;

import org.jspecify.annotations.NullMarked;
