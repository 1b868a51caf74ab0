/** Reports as one HTML file that needs nothing else. */
@NullMarked
package io.llmp.batch.report.html;

import org.jspecify.annotations.NullMarked;
