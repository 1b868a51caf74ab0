/** The command line: arguments in, words and exit codes out. */
@NullMarked
package io.llmp.batch.cli;

import org.jspecify.annotations.NullMarked;
