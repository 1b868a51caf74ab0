package io.llmp.batch.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":-0.0}",
                "{\"v\":[1.50,-0.0,0.0]}",
                "{\"v\":{\"w\":{\"x\":[[-0.0]]}},\"t\":\"at:-0.5\"}",
                "{\"v\":-0.10}",
                "{\"v\":[-0.0,-1E-400]}",
                "{\"v\":0.00}",
                "{\"v\":123456789012345678901234567890.12345678901234567890}",
                "{\"t\":\",-0.0\",\"v\":10.50}",
                "{\"v\":12345678.9}",
                "{\"v\":[1.0E10,1.23456789E7,0.1,3.4028235E38]}",
                "{\"v\":[9223372036854775807,123456789012345678901234567890,null,true,[],{}]}",
            })
    void keepsEveryNumberAsItWasWritten(String json) {
        assertThat(KeptValues.of(json)).hasToString(json);
    }
}
