/** Options that several commands have in common. */
@NullMarked
package io.llmp.batch.cli.option;

import org.jspecify.annotations.NullMarked;
