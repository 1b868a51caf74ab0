package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmp.batch.llm.key.ProviderKey;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {

    private static final String SECRET = "hunter2-SECRET";

    @TempDir
    Path directory;

    @Test
    void withoutANameItIsTheOneWhoseKeyIsSet() {
        Providers providers = keyed(Map.of("A_KEY", "secret", "B_KEY", "  "));

        assertThat(providers.name(selection())).isEqualTo("a");
        assertThat(providers.decidedBy(selection())).isEqualTo("A_KEY");
        assertThat(providers.choose(selection(), null).provider().name()).isEqualTo("a");
        assertThat(providers.decidedBy(selection("b"))).as("named by the user").isNull();
        assertThat(new Providers("b", twoKeyed(), Map.of(), Map.of("A_KEY", "secret")).decidedBy(selection()))
                .as("named by the configuration")
                .isNull();
    }

    @Test
    void withoutANameAndTheKeysOfNoneOrSeveralItIsRefused() {
        for (Map<String, String> environment :
                List.of(Map.<String, String>of(), Map.of("A_KEY", "secret", "B_KEY", "secret"))) {
            Providers providers = keyed(environment);
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> providers.name(selection()),
                    () -> providers.decidedBy(selection()),
                    () -> providers.needsSimulator(selection()),
                    () -> providers.preview(selection()),
                    () -> providers.choose(selection(), null))) {
                assertThatThrownBy(use)
                        .isInstanceOf(ProblemException.class)
                        .hasMessageContaining("A_KEY for a, B_KEY for b")
                        .hasMessageContaining(Setting.PROVIDER.to("simulator"))
                        .hasMessageNotContaining("secret");
            }
        }
    }

    private Providers keyed(Map<String, String> environment) {
        return new Providers(null, twoKeyed(), Map.of(), environment);
    }

    private Map<String, Endpoint> twoKeyed() {
        return Map.of(
                "simulator", endpoint("https://a.example/v1", null, null, false),
                "a", endpoint("https://a.example/v1", "A_KEY", null, false),
                "b", endpoint("https://b.example/v1", "B_KEY", null, false));
    }

    private static ModelSelection selection(String provider) {
        return new ModelSelection(provider, null, null, null, null, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com/v1",
                "https://api.example.com/v1/",
                "http://localhost:8000/v1",
                "http://127.0.0.1:8000/v1",
                "http://127.1.2.3/v1",
                "http://[::1]:8000/v1"
            })
    void callsWhatIsEncryptedOrOnThisMachine(String address) {
        assertThat(choose(endpoint(address, null, null, false), Map.of())
                        .baseUrl()
                        .toString())
                .isEqualTo(address.replaceAll("/$", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com/v1",
                "http://10.0.0.7:8000/v1",
                "http://localhost.example.com/v1",
                "http://127.0.0.1.example.com/v1",
                "http://0.0.0.0:8000/v1"
            })
    void callsNothingElseUnencryptedUnlessItIsAllowed(String address) {
        assertThatThrownBy(() -> choose(endpoint(address, null, null, false), Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("unencrypted")
                .hasMessageContaining(Setting.ALLOW_HTTP.toString());
        assertThat(choose(endpoint(address, null, null, true), Map.of()).baseUrl())
                .isEqualTo(URI.create(address));
        Providers allowed = new Providers(
                "p",
                Map.of("p", endpoint(address, null, null, false)),
                Map.of(),
                Map.of(),
                true,
                InstantSource.system());
        assertThat(allowed.choose(selection(), null).provider().baseUrl()).isEqualTo(URI.create(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:" + SECRET + "@api.example.com/v1",
                "https://" + SECRET + "@api.example.com/v1",
                "https://api.example.com/v1?key=" + SECRET,
                "https://api.example.com/v1#" + SECRET,
                "ftp://user:" + SECRET + "@example.com/",
                "https://user:" + SECRET + "@my_host/v1",
                "mailto:" + SECRET + "@example.com"
            })
    void refusesAnAddressWithASecretAndDoesNotRepeatIt(String address) {
        Throwable refused = catchThrowable(() -> choose(endpoint(address, null, null, true), Map.of()));
        assertThat(refused).isInstanceOf(ProblemException.class);
        assertThat(refused.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:" + SECRET + "@exa mple.com", "://", "%"})
    void refusesAVariableThatHoldsNoAddressAndDoesNotRepeatIt(String address) {
        Throwable refused = catchThrowable(
                () -> choose(endpoint("https://api.example.com", null, null, false), Map.of("P_BASE_URL", address)));
        assertThat(refused).isInstanceOf(ProblemException.class).hasMessageContaining("P_BASE_URL");
        assertThat(refused.toString()).doesNotContain(SECRET);
    }

    @Test
    void takesTheKeyFromItsVariable() {
        assertThat(choose(endpoint("https://x.example", "P_KEY", null, false), Map.of("P_KEY", " " + SECRET + "\n"))
                        .key())
                .extracting(ProviderKey::current)
                .isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words " + SECRET, SECRET + "\r\nX-Evil: 1", "clé" + SECRET})
    void refusesAKeyThatCannotStandInAHeaderAndDoesNotRepeatIt(String key) {
        Throwable refused =
                catchThrowable(() -> choose(endpoint("https://x.example", "P_KEY", null, false), Map.of("P_KEY", key)));
        assertThat(refused).isInstanceOf(ProblemException.class).hasMessageContaining("P_KEY");
        assertThat(refused.toString()).doesNotContain(SECRET);
    }

    @Test
    void takesTheKeyFromAFileOfItsOwner() throws IOException {
        Path file = keyFile("rw-------");
        assertThat(choose(endpoint("https://x.example", "P_KEY", file, false), Map.of("P_KEY", "other"))
                        .key())
                .extracting(ProviderKey::current)
                .isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
    void refusesAKeyFileThatIsOpenToOthers(String permissions) throws IOException {
        Path file = keyFile(permissions);
        assertThatThrownBy(() -> choose(endpoint("https://x.example", null, file, false), Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void saysWhichKeyFileIsNotThereOrEmpty() throws IOException {
        Path missing = directory.resolve("none");
        assertThatThrownBy(() -> choose(endpoint("https://x.example", null, missing, false), Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(missing.toString());
        Path empty = keyFile("rw-------");
        Files.writeString(empty, " \n");
        assertThatThrownBy(() -> choose(endpoint("https://x.example", null, empty, false), Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("does not hold a key");
    }

    private Path keyFile(String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), SECRET + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"messages\":[]}", "{\"stream\":true}"})
    void refusesFurtherFieldsThatAreNoneOrNotForConfiguration(String extra) {
        Endpoint endpoint = Endpoints.of(Map.of("base-url", "https://x.example", "model", "m", "extra", extra));
        assertThatThrownBy(() -> choose(endpoint, Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("llmp.providers.p.extra");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization", "X-Api-Key", "api-key", "Host"})
    void refusesAHeaderThatWouldHoldAKeyOrIsHttpsOwn(String header) {
        Endpoint endpoint =
                Endpoints.of(Map.of("base-url", "https://x.example", "model", "m", "headers." + header, SECRET));
        assertThatThrownBy(() -> choose(endpoint, Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("llmp.providers.p.headers")
                .hasMessageNotContaining(SECRET);
    }

    private static Endpoint endpoint(
            String address, @Nullable String keyVariable, @Nullable Path keyFile, boolean allowHttp) {
        Map<String, Object> keys = new HashMap<>(
                Map.of("base-url", address, "base-url-variable", "P_BASE_URL", "model", "m", "allow-http", allowHttp));
        if (keyVariable != null) {
            keys.put("key-variable", keyVariable);
        }
        if (keyFile != null) {
            keys.put("key-file", keyFile);
        }
        return Endpoints.of(keys);
    }

    private static Provider choose(Endpoint endpoint, Map<String, String> environment) {
        return new Providers("p", Map.of("p", endpoint), Map.of(), environment)
                .choose(selection(), null)
                .provider();
    }

    private static ModelSelection selection() {
        return new ModelSelection(null, null, null, null, null, null);
    }
}
