package io.llmp.batch.cli.terminal;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.llmp.batch.problem.Visible;

/** The message of a line in the log: on one line, and with nothing that controls a terminal. */
public final class VisibleMessage extends MessageConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return Visible.of(
                CommandVocabulary.INSTANCE.worded(super.convert(event)).replaceAll("\\R+", " | "));
    }
}
