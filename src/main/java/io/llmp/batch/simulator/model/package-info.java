/** What happens to each request: limits, faults, the prompt cache, and the answer with its time. */
@NullMarked
package io.llmp.batch.simulator.model;

import org.jspecify.annotations.NullMarked;
