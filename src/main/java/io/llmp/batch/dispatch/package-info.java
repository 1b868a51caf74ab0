/**
 * Call pools and their lanes: when each call is made, retries and outages, under the limits of {@code limit} that all runs on one
 * key share.
 */
@NullMarked
package io.llmp.batch.dispatch;

import org.jspecify.annotations.NullMarked;
