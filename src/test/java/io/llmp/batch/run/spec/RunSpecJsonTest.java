package io.llmp.batch.run.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.RunId;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RunSpecJsonTest {

    private static final RunId RUN = new RunId("66e8a4c1d0");
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void isReadAsItWasWritten() {
        for (RunSpec spec : List.of(RunSpecs.full(), RunSpecs.bare())) {
            assertThat(RunSpecJson.read(spec.json(), RUN)).isEqualTo(spec);
        }
    }

    /** What is stored today must be read by every later version: a change of this text takes another format. */
    @Test
    void formatOneIs() {
        assertThat(JSON.readTree(RunSpecs.full().json())).isEqualTo(JSON.readTree("""
                {"format": 1,
                 "template": {"name": "ticket-triage", "version": 3, "latest": false},
                 "input": {"path": "/dätä/in \\"1\\"/*.csv", "format": "csv", "charset": "ISO-8859-1",
                           "delimiter": "\\t", "empty": "OK"},
                 "output": {"path": "/out/a b.csv", "format": "csv-safe", "overwrite": true,
                            "create_directory": true},
                 "model": {"provider": "openai", "name": "gpt-5-mini",
                           "base_url": "https://gateway.example.com/v1"},
                 "tuning": {"concurrency": 8, "rpm": 500, "tpm": 2000000000,
                            "max_skips": {"value": 2.5, "percent": true}, "max_cost": 0.10,
                            "settings": {"llmp.retry.max-attempts": "8", "llmp.simulator.latency": "1ms"}},
                 "limit": 5000000000, "run_key": "night's \\"run\\"", "rerun": true, "reuse": true,
                 "json_progress": true}"""));
    }

    /** Changes one component at a time, however deep, so that none can be forgotten when one is added. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void everyComponentIsInTheJson(String component, RunSpec variant) {
        assertThat(variant).as(component).isNotEqualTo(RunSpecs.full());
        assertThat(variant.json()).isNotEqualTo(RunSpecs.full().json());
        assertThat(RunSpecJson.read(variant.json(), RUN)).isEqualTo(variant);
    }

    static Stream<Arguments> variants() {
        Map<String, Object> variants = new LinkedHashMap<>();
        addVariants("spec", RunSpecs.full(), variants);
        return variants.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static void addVariants(String path, Record record, Map<String, Object> variants) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            String name = path + "." + components[i].getName();
            Object value = value(record, components[i]);
            Map<String, Object> ofComponent = new LinkedHashMap<>();
            if (value instanceof Record inner) {
                addVariants(name, inner, ofComponent);
            } else {
                ofComponent.put(name, other(value));
            }
            int index = i;
            ofComponent.forEach((inner, changed) -> {
                // A reference has a version or is the latest one.
                if (!inner.equals("spec.template.latest")) {
                    variants.put(inner, with(record, components, index, changed));
                }
            });
        }
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record has accessors and a constructor", e);
        }
    }

    private static Record with(Record record, RecordComponent[] components, int index, @Nullable Object changed) {
        try {
            List<@Nullable Object> values = new ArrayList<>();
            for (RecordComponent component : components) {
                values.add(value(record, component));
            }
            values.set(index, changed);
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (Record) record.getClass().getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record has accessors and a constructor", e);
        }
    }

    private static Object other(@Nullable Object value) {
        if (value instanceof String text) {
            return text + "x";
        } else if (value instanceof Boolean is) {
            return !is;
        } else if (value instanceof Integer number) {
            return number + 1;
        } else if (value instanceof Long number) {
            return number + 1;
        } else if (value instanceof Double number) {
            return number + 1;
        } else if (value instanceof BigDecimal number) {
            return number.add(BigDecimal.ONE);
        } else if (value instanceof Character) {
            return ';';
        } else if (value instanceof Charset) {
            return StandardCharsets.UTF_16;
        } else if (value instanceof URI address) {
            return address.resolve("/other");
        } else if (value instanceof Map) {
            return Map.of("llmp.retry.max-attempts", "9");
        } else if (value instanceof RunSpec.Empty) {
            return RunSpec.Empty.FAIL;
        }
        throw new AssertionError("no other value is known for " + value);
    }

    @Test
    void theLatestVersionIsRead() {
        String latest = RunSpecs.bare().json().replace("\"latest\":false", "\"latest\":true");
        assertThat(RunSpecJson.read(latest, RUN).template().latest()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'', sheet", "/output, output.sheet", "/tuning/max_skips, tuning.max_skips.sheet"})
    void anUnknownFieldIsRefusedByItsName(String parent, String field) {
        ObjectNode spec = (ObjectNode) JSON.readTree(RunSpecs.full().json());
        ((ObjectNode) spec.at(parent)).put("sheet", 1);
        assertThatThrownBy(() -> RunSpecJson.read(spec.toString(), RUN))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
                    assertThat(e.problem())
                            .isEqualTo("The spec of run 66e8a4c1d0 has the field '" + field
                                    + "', which this version of LLMP Batch does not know.");
                    assertThat(e.remedy()).startsWith("Use a newer version");
                });
    }

    @Test
    void anUnknownFormatIsRefusedBeforeItsFields() {
        assertThatThrownBy(() -> RunSpecJson.read("{\"format\": 2, \"sheet\": 1}", RUN))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
                    assertThat(e.problem())
                            .isEqualTo("The spec of run 66e8a4c1d0 has format 2, and this version of LLMP Batch reads"
                                    + " format 1.");
                    assertThat(e.remedy()).isEqualTo("Use a newer version.");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "[]",
                "{}",
                "{\"format\": 0}",
                "{\"format\": \"one\"}",
                "{\"format\": 1}",
                "{\"format\": 1, \"template\": {\"name\": \"a b\", \"version\": 1, \"latest\": false}}"
            })
    void whatIsDamagedIsRefused(String text) {
        assertThatThrownBy(() -> RunSpecJson.read(text, RUN)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem()).isEqualTo("The stored spec of run 66e8a4c1d0 cannot be read.");
            assertThat(e.remedy()).contains("command again");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"json_progress", "template", "limit", "tuning"})
    void aFieldThatIsMissingIsRefused(String field) {
        ObjectNode spec = (ObjectNode) JSON.readTree(RunSpecs.full().json());
        spec.remove(field);
        assertThatThrownBy(() -> RunSpecJson.read(spec.toString(), RUN))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cannot be read");
    }
}
