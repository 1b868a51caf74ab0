/** Runs, templates, comparisons and estimates in words and as JSON. */
@NullMarked
package io.llmp.batch.cli.text;

import org.jspecify.annotations.NullMarked;
