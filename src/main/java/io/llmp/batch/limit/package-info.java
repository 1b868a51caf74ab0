/** How fast and how many: requests, tokens, slots and money. Pure arithmetic: owns no clock and never sleeps. */
@NullMarked
package io.llmp.batch.limit;

import org.jspecify.annotations.NullMarked;
