/**
 * What every protocol over HTTP shares: connections, the deadline of a call, the bounds on what is read, headers about
 * limits, the way down to a form of answer the server knows, and keeping the key out of words. Used by protocol adapters
 * only; an adapter is a {@link io.llmp.batch.llm.http.Wire} and the configuration that registers it.
 */
@NullMarked
package io.llmp.batch.llm.http;

import org.jspecify.annotations.NullMarked;
