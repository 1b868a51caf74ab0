package io.llmp.batch.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.input.Item;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.record.SkipReason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RequestProcessorTest {

    private final RequestProcessor processor = new RequestProcessor(
            Asking.TEMPLATE, "gpt", new RequestFingerprint("digest", "openai", "gpt", Dialect.NONE));

    @Test
    void aValueThatCannotBeReadMattersOnlyWhereTheTemplateUsesIt() {
        ObjectNode values = Asking.object("{\"id\":\"7\",\"blob\":null}");
        assertThat(processor.process(new Item.Unreadable(3, values, Map.of("blob", "Column blob is no text."))))
                .isInstanceOfSatisfying(
                        PreparedItem.Valid.class,
                        valid -> assertThat(valid.item().values()).isSameAs(values));
        assertThat(processor.process(new Item.Unreadable(
                        3, values, Map.of("blob", "Column blob is no text.", "id", "Column id is no text."))))
                .isEqualTo(new PreparedItem.Rejected(
                        new Item.Unreadable(
                                3, values, Map.of("blob", "Column blob is no text.", "id", "Column id is no text.")),
                        SkipReason.MALFORMED_ROW,
                        "Column id is no text."));
    }
}
