/** Anthropic's Messages protocol. */
@NullMarked
package io.llmp.batch.llm.anthropic;

import org.jspecify.annotations.NullMarked;
