/** Reports: what a run produced, as a file for readers or programs, and how the versions of a template compare. */
@NullMarked
package io.llmp.batch.report;

import org.jspecify.annotations.NullMarked;
