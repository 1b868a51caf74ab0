package io.llmp.batch.simulator.model;

import io.llmp.batch.simulator.SimulatorFault;
import io.llmp.batch.simulator.request.CountedTokens;
import java.util.ArrayDeque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last calls one by one, for {@code /calls}: what each asked and what became of it, so that a caller's books can
 * be held against them. Safe for use by many threads.
 */
public final class CallLog {

    /** Only so many are kept, so that a server does not grow with its runs. */
    public static final int MOST_CALLS = 10_000;

    private static final int MOST_CHARS_OF_ROW = 200;
    private static final int NO_REPLY = 0;

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();

    private record Entry(
            String id,
            String row,
            int maxTokens,
            @Nullable SimulatorFault fault,
            int status,
            @Nullable CountedTokens billed) {}

    /**
     * Adds a call.
     *
     * @param id its name, as its reply's header says
     * @param row the text of the row it was about, whatever was said since
     * @param maxTokens bound on the answer's length
     * @param fault what it met, or null
     */
    public void add(String id, String row, int maxTokens, @Nullable SimulatorFault fault, Fate outcome) {
        String start = row.length() > MOST_CHARS_OF_ROW ? row.substring(0, MOST_CHARS_OF_ROW) : row;
        Fate.Send send = outcome instanceof Fate.Send sent ? sent : null;
        int status = send == null ? NO_REPLY : send.reply().status();
        CountedTokens billed =
                send == null || send.billed() == null ? null : send.billed().usage();
        Entry entry = new Entry(id, start, maxTokens, fault, status, billed);
        synchronized (entries) {
            if (entries.size() == MOST_CALLS) {
                entries.removeFirst();
            }
            entries.addLast(entry);
        }
    }

    /** Returns the calls in the order in which they came. */
    public ArrayNode snapshot() {
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        synchronized (entries) {
            entries.forEach(entry -> describe(entry, calls.addObject()));
        }
        return calls;
    }

    private static void describe(Entry entry, ObjectNode call) {
        call.put("id", entry.id()).put("row", entry.row());
        if (entry.maxTokens() < Integer.MAX_VALUE) {
            call.put("max_tokens", entry.maxTokens());
        }
        SimulatorFault fault = entry.fault();
        if (fault != null) {
            call.put("fault", fault.name().toLowerCase(Locale.ROOT));
        }
        if (entry.status() != NO_REPLY) {
            call.put("status", entry.status());
        }
        CountedTokens billed = entry.billed();
        if (billed != null) {
            call.put("prompt_tokens", billed.promptTokens()).put("completion_tokens", billed.completionTokens());
        }
    }
}
