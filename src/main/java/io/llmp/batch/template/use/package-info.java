/** Using a template: checking rows, rendering prompts, checking and repairing answers. */
@NullMarked
package io.llmp.batch.template.use;

import org.jspecify.annotations.NullMarked;
