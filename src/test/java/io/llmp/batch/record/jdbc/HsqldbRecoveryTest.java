package io.llmp.batch.record.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HsqldbRecoveryTest {

    private static final String INSERT = "INSERT INTO LLMP_JOB_RECORD (RUN_ID, ITEM_INDEX, ITEM_KEY, STATUS, ATTEMPTS,"
            + " REPAIRS, TEMPLATE, TEMPLATE_VERSION, TEMPLATE_DIGEST, PROVIDER, MODEL, INPUT, OUTPUT, PROMPT_TOKENS,"
            + " CACHED_TOKENS, COMPLETION_TOKENS, LATENCY_MS, QUEUED_MS, SPLIT, CREATED_AT) VALUES ('r', ?, 'k',"
            + " 'SUCCEEDED', 1, 0, 't', 1, 'd', 'p', 'm', ?, ?, 0, 0, 0, 0, 0, 0, CURRENT_TIMESTAMP)";

    @Test
    void anyTextComesBackFromTheLogOfAProcessThatDied(@TempDir Path directory) {
        List<String> texts = new ArrayList<>(List.of(
                "line\nreturn\r\nend",
                "quote ' \" ; -- comment /* */",
                "\\u0041 \\ backslash",
                "nul \0 bell \u0007 separator \u2028 next \u0085",
                "\uD83D\uDE00 lone \uD800",
                "",
                " ",
                "COMMIT\n/*C1*/INSERT INTO X VALUES(1)",
                "long " + "ü".repeat(1_000_000)));
        for (char c = 0; c < 256; c++) {
            texts.add("char " + c + " in text");
        }
        StoreFile dying = StoreFile.open(directory);
        for (int i = 0; i < texts.size(); i++) {
            dying.sql().update(INSERT, i, texts.get(i), texts.get(i));
        }
        dying.die();
        try (StoreFile next = StoreFile.open(directory)) {
            assertThat(next.sql().queryForList("SELECT INPUT FROM LLMP_JOB_RECORD ORDER BY ITEM_INDEX", String.class))
                    .isEqualTo(texts);
            assertThat(next.sql().queryForList("SELECT OUTPUT FROM LLMP_JOB_RECORD ORDER BY ITEM_INDEX", String.class))
                    .isEqualTo(texts);
        }
        try (StoreFile afterShutdown = StoreFile.open(directory)) {
            assertThat(afterShutdown
                            .sql()
                            .queryForList("SELECT INPUT FROM LLMP_JOB_RECORD ORDER BY ITEM_INDEX", String.class))
                    .isEqualTo(texts);
        }
    }
}
