/** What a Spring Boot application gets that has the plain jar among its dependencies. The program itself uses nothing of it. */
@NullMarked
package io.llmp.batch.starter;

import org.jspecify.annotations.NullMarked;
