/**
 * What happens while a database is away: waiting, repeating a transaction, and dropping connections to a former
 * primary.
 */
@NullMarked
package io.llmp.batch.store.outage;

import org.jspecify.annotations.NullMarked;
