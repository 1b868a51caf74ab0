/** Reports: what a run came to, as a file for people or machines, and how the versions of a template compare. */
@NullMarked
package io.llmp.batch.report;

import org.jspecify.annotations.NullMarked;
