/** {@code llmp job} and its commands: the life of a template. */
@NullMarked
package io.llmp.batch.cli.job;

import org.jspecify.annotations.NullMarked;
