/** The limits that a simulated provider enforces: requests and tokens over time, and what is left of them. */
@NullMarked
package io.llmp.batch.simulator.limit;

import org.jspecify.annotations.NullMarked;
