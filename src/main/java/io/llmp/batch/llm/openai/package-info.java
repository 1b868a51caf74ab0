/** The OpenAI chat completions protocol, spoken by most model servers. */
@NullMarked
package io.llmp.batch.llm.openai;

import org.jspecify.annotations.NullMarked;
