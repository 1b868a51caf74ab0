/** The commands that show runs and their records. */
@NullMarked
package io.llmp.batch.cli.look;

import org.jspecify.annotations.NullMarked;
