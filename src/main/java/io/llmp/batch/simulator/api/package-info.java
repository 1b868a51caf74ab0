/** How OpenAI and Anthropic write requests, replies, errors and headers. */
@NullMarked
package io.llmp.batch.simulator.api;

import org.jspecify.annotations.NullMarked;
