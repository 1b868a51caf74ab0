/** The sockets of a simulated provider, its routes, and its statistics. */
@NullMarked
package io.llmp.batch.simulator.http;

import org.jspecify.annotations.NullMarked;
