/** What LLMP Batch is compared with: the step that people write by hand. */
package io.llmp.bench.peer;
