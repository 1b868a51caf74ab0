/** The commands that start, continue and end runs. */
@NullMarked
package io.llmp.batch.cli.run;

import org.jspecify.annotations.NullMarked;
