/** What a request to a simulated provider says, and the replies to one that says it wrongly. */
@NullMarked
package io.llmp.batch.simulator.request;

import org.jspecify.annotations.NullMarked;
