/** Items prepared to be answered, requests that are shared, and the records of what came of them. */
@NullMarked
package io.llmp.batch.answer;

import org.jspecify.annotations.NullMarked;
