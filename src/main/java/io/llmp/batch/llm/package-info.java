/** One call to a model: provider, request, reply and kinds of failure. */
@NullMarked
package io.llmp.batch.llm;

import org.jspecify.annotations.NullMarked;
