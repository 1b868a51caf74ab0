package io.llmp.batch.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private final ResultStorage files = storage("");
    private final ResultStorage objects = storage("s3a");

    @Test
    void findsAStorageByTheSchemeAndFilesWithoutAKnownOne() {
        Results results = new Results(List.of(objects, files));

        assertThat(results.at("s3a://bucket/out.csv").scheme()).isEqualTo("s3a");
        for (String file : List.of("out.csv", "/a/b:c.csv", "c:out.csv", "run:1.csv", "./s3a:out.csv")) {
            assertThat(results.at(file).scheme()).isEmpty();
        }
    }

    @Test
    void needsThatOfFiles() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Results(List.of(objects)));
    }

    private static ResultStorage storage(String scheme) {
        return (ResultStorage) Proxy.newProxyInstance(
                ResultStorage.class.getClassLoader(),
                new Class<?>[] {ResultStorage.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("scheme");
                    return scheme;
                });
    }
}
