/** The rate-limited caller: when each call is made, retries and outages, under the limits of {@code limit}. */
@NullMarked
package io.llmp.batch.dispatch;

import org.jspecify.annotations.NullMarked;
