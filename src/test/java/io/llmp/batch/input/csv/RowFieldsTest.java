package io.llmp.batch.input.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFieldsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "a\"\"b,c | a\"\"b | c",
                "a\"b,c\" | a\"b | c\"",
                "\"a\"\"b\",c\"\" | a\"b | c\"\"",
                "a\"\"\"\"b,\"\"\"\" | a\"\"\"\"b | \"",
                "\"a,b\",12\" monitor | a,b | 12\" monitor",
            })
    void valuesAreWhatStandsInTheFile(String row, String first, String second) {
        assertThat(RowFields.of(row, ',')).containsExactly(first, second);
    }

    @Test
    void saysOfRowsThatKeepTheRulesWhatOpencsvSays() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            List<String> fields = new ArrayList<>();
            for (int field = random.nextInt(5); field >= 0; field--) {
                String value = random.ints(random.nextInt(6), 0, 5)
                        .mapToObj(i -> "a,\"\n ".substring(i, i + 1))
                        .reduce("", String::concat);
                boolean plain = random.nextBoolean() && !value.matches("(?s).*[,\"\n].*");
                fields.add(plain ? value : '"' + value.replace("\"", "\"\"") + '"');
            }
            String row = String.join(",", fields);
            assertThat(RowFields.of(row, ','))
                    .as(row)
                    .isEqualTo(CsvHeader.parser(',').parseLine(row));
        }
    }
}
