package io.llmp.batch.cli.context;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Keeps Spring Boot from printing why a start of the program failed: the command says it, once and in its own words. In an
 * application that uses the program as a library it changes nothing.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SilentReporter implements SpringBootExceptionReporter {

    private static volatile boolean silent;

    /** Has nothing printed from now on in this process. */
    static void silence() {
        silent = true;
    }

    @Override
    public boolean reportException(Throwable failure) {
        return silent;
    }
}
