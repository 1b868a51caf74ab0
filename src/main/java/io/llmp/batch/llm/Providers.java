package io.llmp.batch.llm;

import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.llm.key.KeyCommand;
import io.llmp.batch.llm.key.KeyFile;
import io.llmp.batch.llm.key.KeySource;
import io.llmp.batch.llm.key.ProviderKey;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configured providers, and how a run selects one of them. Immutable. */
public final class Providers {

    /** The provider whose server is started for the run when it is given no address. */
    public static final String SIMULATOR = "simulator";

    /** Where a simulator is that has not been started. */
    private static final URI NOWHERE = URI.create("http://localhost");

    private final @Nullable String defaultProvider;
    private final Map<String, Endpoint> endpoints;
    private final Map<String, Price> prices;
    private final Map<String, String> environment;
    private final boolean allowHttp;
    private final InstantSource clock;

    /**
     * @param defaultProvider the provider of templates and runs that name none; null for the one whose key is set
     * @param environment where keys and addresses are looked up
     * @param allowHttp whether every provider may be called unencrypted on another machine
     * @param clock for the lifetime of keys
     */
    public Providers(
            @Nullable String defaultProvider,
            Map<String, Endpoint> endpoints,
            Map<String, Price> prices,
            Map<String, String> environment,
            boolean allowHttp,
            InstantSource clock) {
        this.allowHttp = allowHttp;
        this.clock = clock;
        this.defaultProvider = defaultProvider;
        this.endpoints = Map.copyOf(endpoints);
        this.prices = Map.copyOf(prices);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Providers of which none may be called unencrypted on another machine, unless its own configuration allows it, and
     * whose keys live as long as they are accepted.
     */
    public Providers(
            @Nullable String defaultProvider,
            Map<String, Endpoint> endpoints,
            Map<String, Price> prices,
            Map<String, String> environment) {
        this(defaultProvider, endpoints, prices, environment, false, () -> Instant.EPOCH);
    }

    /**
     * Returns the name of the provider {@code selection} means: the one it names, the default, or the one whose key is set in the
     * environment.
     *
     * @throws ProblemException when nothing names one, and the keys of none or of several are set
     */
    public String name(ModelSelection selection) {
        if (selection.provider() != null) {
            return selection.provider();
        }
        return defaultProvider == null
                ? KeyedProviders.of(endpoints, environment).only()
                : defaultProvider;
    }

    /**
     * Returns the environment variable whose key decides which provider {@code selection} means, or null when the selection or the
     * configuration names one.
     *
     * @throws ProblemException when nothing names one, and the keys of none or of several are set
     */
    public @Nullable String decidedBy(ModelSelection selection) {
        return selection.provider() == null && defaultProvider == null
                ? endpoint(name(selection)).keyVariable()
                : null;
    }

    /** Returns whether {@code selection} means a simulator that has to be started. */
    public boolean needsSimulator(ModelSelection selection) {
        if (!name(selection).equals(SIMULATOR)) {
            return false;
        }
        Endpoint endpoint = endpoint(SIMULATOR);
        return given(selection, endpoint) == null
                && endpoint.baseUrl() == null
                && endpoint.endpoints().isEmpty();
    }

    /**
     * Returns the model {@code selection} means.
     *
     * @throws ProblemException when nothing names a model
     */
    public String model(ModelSelection selection) {
        String model = selection.model() == null ? endpoint(name(selection)).model() : selection.model();
        if (model == null) {
            throw ProblemException.invalid(
                    "No model is named for provider " + name(selection) + ".",
                    "Give " + Setting.MODEL + ", model.name in the template, or llmp.providers." + name(selection)
                            + ".model in the configuration.");
        }
        return model;
    }

    /**
     * Returns what {@code selection} means, ready to be called.
     *
     * @param maxOutputTokens most tokens of an answer, which bounds the time of a call; null for no bound
     * @throws ProblemException when the provider is not configured, or its key, address or model is missing
     */
    public ResolvedModel choose(ModelSelection selection, @Nullable Integer maxOutputTokens) {
        return choose(selection, maxOutputTokens, true);
    }

    /**
     * Returns what {@code selection} resolves to without a key, for looking at requests; not to be called.
     *
     * @throws ProblemException when the provider is not configured, or its model is missing
     */
    public ResolvedModel preview(ModelSelection selection) {
        return choose(selection, null, false);
    }

    private ResolvedModel choose(ModelSelection selection, @Nullable Integer maxOutputTokens, boolean toBeCalled) {
        String name = name(selection);
        Endpoint endpoint = endpoint(name);
        LimitSettings limits = limits(selection, endpoint.limits());
        Provider nowhere = new Provider(
                name,
                endpoint.protocol(),
                NOWHERE,
                null,
                limits.concurrency(),
                endpoint.callTimeout(maxOutputTokens),
                name.equals(SIMULATOR),
                endpoint.dialect(name));
        Provider provider = toBeCalled ? callable(nowhere, selection, endpoint) : visible(nowhere, selection, endpoint);
        String model = model(selection);
        Price price = provider.simulated() ? Price.FREE : prices.get(model);
        return new ResolvedModel(provider, model, limits, price);
    }

    /** An address that the run is given, or finds in the environment, takes the place of all that are configured. */
    private Provider callable(Provider nowhere, ModelSelection selection, Endpoint endpoint) {
        URI given = given(selection, endpoint);
        KeyedAddress own = endpoint.own();
        if (given != null) {
            return at(nowhere, given, own, endpoint.keyRequired() && given.equals(own.baseUrl()), endpoint.allowHttp());
        }
        if (endpoint.endpoints().isEmpty()) {
            return at(nowhere, own.baseUrl(), own, endpoint.keyRequired(), endpoint.allowHttp());
        }
        List<Provider> all = endpoint.endpoints().stream()
                .map(each -> at(
                        nowhere,
                        each.orElse(own).baseUrl(),
                        each.orElse(own),
                        endpoint.keyRequired() || each.hasKey(),
                        endpoint.allowHttp()))
                .toList();
        return all.get(0).with(all.subList(1, all.size()));
    }

    /** Its address, if there is one, without a look at any key. */
    private Provider visible(Provider nowhere, ModelSelection selection, Endpoint endpoint) {
        URI address = given(selection, endpoint);
        if (address == null) {
            address = endpoint.endpoints().isEmpty()
                    ? endpoint.baseUrl()
                    : endpoint.endpoints().get(0).orElse(endpoint.own()).baseUrl();
        }
        return address == null
                ? nowhere
                : nowhere.at(BaseAddress.checked(address, allowHttp || endpoint.allowHttp()), null);
    }

    private Provider at(
            Provider nowhere, @Nullable URI address, KeyedAddress keyed, boolean keyRequired, boolean unencrypted) {
        String name = nowhere.name();
        if (address == null) {
            throw ProblemException.invalid(
                    "Provider " + name + " has no address.",
                    "Give " + Setting.BASE_URL + " or llmp.providers." + name + ".base-url in the configuration.");
        }
        URI checked = BaseAddress.checked(address, allowHttp || unencrypted);
        KeySource source = keySource(name, keyed, keyRequired);
        return nowhere.at(checked, source == null ? null : ProviderKey.of(source, clock));
    }

    private static LimitSettings limits(ModelSelection selection, LimitSettings configured) {
        return new LimitSettings(
                selection.concurrency() == null ? configured.concurrency() : selection.concurrency(),
                selection.rpm() == null ? configured.requestsPerMinute() : selection.rpm(),
                selection.tpm() == null ? configured.tokensPerMinute() : selection.tpm(),
                configured.inputTokensPerMinute(),
                configured.outputTokensPerMinute(),
                configured.requestsPerDay(),
                configured.tokensPerDay());
    }

    private Endpoint endpoint(String name) {
        Endpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            throw ProblemException.invalid(
                    "There is no provider " + name + ".",
                    (endpoints.isEmpty()
                                    ? "Add"
                                    : "Use one of " + String.join(", ", new TreeMap<>(endpoints).keySet()) + ", or add")
                            + " llmp.providers." + name + " to the configuration.");
        }
        return endpoint;
    }

    private @Nullable URI given(ModelSelection selection, Endpoint endpoint) {
        if (selection.baseUrl() != null) {
            return selection.baseUrl();
        }
        String variable = variable(endpoint.baseUrlVariable());
        return variable == null ? null : BaseAddress.parse(variable, endpoint.baseUrlVariable());
    }

    private @Nullable KeySource keySource(String name, KeyedAddress keyed, boolean required) {
        if (keyed.keyCommand() != null) {
            return new KeyCommand(keyed.keyCommand(), name, keyed.keyLifetime(), KeyCommand.PATIENCE);
        }
        if (keyed.keyFile() != null) {
            return new KeyFile(keyed.keyFile());
        }
        String key = variable(keyed.keyVariable());
        if (key != null) {
            return KeySource.of(KeySource.checked(key, "The environment variable " + keyed.keyVariable()));
        }
        if (required) {
            throw ProblemException.invalid(
                    "Provider " + name + " needs a key, and " + keyed.keyVariable() + " is not set.",
                    "Export " + keyed.keyVariable() + ", or try the run without a key by "
                            + Setting.PROVIDER.to(SIMULATOR) + ".");
        }
        return null;
    }

    private @Nullable String variable(@Nullable String name) {
        String value = name == null ? null : environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
