/** A run at work, as lines, as a moving view, or as JSON. */
@NullMarked
package io.llmp.batch.cli.progress;

import org.jspecify.annotations.NullMarked;
