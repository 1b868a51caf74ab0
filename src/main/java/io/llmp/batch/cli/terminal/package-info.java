/** The streams of the process, exit codes, the log, and the forms in which values are printed. */
@NullMarked
package io.llmp.batch.cli.terminal;

import org.jspecify.annotations.NullMarked;
