/** A local HTTP server that speaks a provider's protocol and makes up its answers. */
@NullMarked
package io.llmp.batch.simulator;

import org.jspecify.annotations.NullMarked;
