/** Reports as JSON, for machines. */
@NullMarked
package io.llmp.batch.report.json;

import org.jspecify.annotations.NullMarked;
