/** One call to a model: request, reply, kinds of failure, and the rate-limited caller. */
@NullMarked
package io.llmp.batch.llm;

import org.jspecify.annotations.NullMarked;
