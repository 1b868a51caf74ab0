/** The Spring context behind a command, its configuration, and how problems with either are said. */
@NullMarked
package io.llmp.batch.cli.context;

import org.jspecify.annotations.NullMarked;
