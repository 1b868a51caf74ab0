/** Where the key of a provider is read from, and when it is read again. */
@NullMarked
package io.llmp.batch.llm.key;

import org.jspecify.annotations.NullMarked;
