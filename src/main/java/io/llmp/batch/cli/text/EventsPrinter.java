package io.llmp.batch.cli.text;

import io.llmp.batch.cli.terminal.CommandVocabulary;
import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.Table;
import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventSubject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints events, newest first. */
public final class EventsPrinter {

    private EventsPrinter() {}

    public static void print(List<Event> events, boolean json, PrintWriter out) {
        if (json) {
            JsonText.array(events.stream().map(JsonText::event).iterator(), out);
        } else if (events.isEmpty()) {
            out.println("There are no events.");
        } else {
            table(events).print(out);
        }
    }

    private static Table table(List<Event> events) {
        Table table = new Table("WHEN", "BY", "EVENT", "SUBJECT", "WHY");
        for (Event event : events) {
            table.row(
                    RunText.time(event.createdAt()),
                    event.createdBy(),
                    event.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    subject(event.subject()),
                    event.reason() == null ? "" : CommandVocabulary.INSTANCE.worded(event.reason()));
        }
        return table;
    }

    private static String subject(EventSubject subject) {
        String template = subject.template() + (subject.version() == null ? "" : "@" + subject.version());
        return subject.run() == null ? template : subject.run() + " of " + template;
    }
}
