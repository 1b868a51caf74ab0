package io.llmp.batch.llm.simulator;

/** A request that no real provider would take either. */
final class RejectedRequest extends RuntimeException {

    private final transient Reply reply;

    RejectedRequest(Reply reply) {
        super("answered with status " + reply.status(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
