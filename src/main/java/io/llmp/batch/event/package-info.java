/** Events: every change of a template and of a run, kept for good with who made it, when and why. */
@NullMarked
package io.llmp.batch.event;

import org.jspecify.annotations.NullMarked;
