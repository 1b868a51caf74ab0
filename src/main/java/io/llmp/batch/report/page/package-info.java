/** A report as headed sections of few kinds of blocks, put in words, whatever the file is that shows them. */
@NullMarked
package io.llmp.batch.report.page;

import org.jspecify.annotations.NullMarked;
