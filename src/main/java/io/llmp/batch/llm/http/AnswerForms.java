package io.llmp.batch.llm.http;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.ModelRequest;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the most reliable form of answer that a server takes. What it refuses is remembered as long as the client lives,
 * and said in the log once. Safe for use by many threads.
 */
final class AnswerForms {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerForms.class);

    private record Known(ObjectNode schema, List<AnswerForm> forms) {}

    private final Wire wire;
    private final String provider;
    private final AnswerForm first;
    private final Set<AnswerForm> refused = Collections.synchronizedSet(EnumSet.noneOf(AnswerForm.class));
    private volatile @Nullable Known known;

    AnswerForms(Wire wire, String provider, AnswerForm first) {
        this.wire = wire;
        this.provider = provider;
        this.first = first;
    }

    /** Returns the form to ask for. */
    AnswerForm best(ModelRequest request) {
        ObjectNode schema = request.outputSchema();
        if (schema == null) {
            return AnswerForm.INSTRUCTION;
        }
        for (AnswerForm form : forms(schema)) {
            if (form.compareTo(first) >= 0 && !refused.contains(form)) {
                return form;
            }
        }
        return AnswerForm.INSTRUCTION;
    }

    /** A run has one schema, and looking at it costs more than a call may. */
    private List<AnswerForm> forms(ObjectNode schema) {
        Known last = known;
        if (last == null || !last.schema().equals(schema)) {
            last = new Known(schema, wire.forms(schema));
            known = last;
        }
        return last.forms();
    }

    /** Notes that the server does not take {@code form}; false when there is nothing else to ask for. */
    boolean refuse(AnswerForm form, CallFailure failure) {
        if (form == AnswerForm.INSTRUCTION) {
            return false;
        }
        if (refused.add(form)) {
            LOG.warn(
                    "Provider {} does not take answers in the form {} and is sent a looser one: {}",
                    provider,
                    form,
                    failure.facts());
        }
        return true;
    }
}
