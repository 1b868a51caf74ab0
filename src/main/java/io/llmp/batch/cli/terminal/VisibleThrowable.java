package io.llmp.batch.cli.terminal;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.llmp.batch.problem.Visible;

/** A stack trace in the log: indented, so that no line of a message in it can pass for a line of the log. */
public final class VisibleThrowable extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        String trace = CommandVocabulary.INSTANCE.worded(
                super.throwableProxyToString(thrown).strip());
        return "    " + Visible.indented(trace) + "\n";
    }
}
