package io.llmp.batch.llm.http;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Provider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A protocol over HTTP: all that an adapter registers. Safe for use by many threads. */
public final class HttpProtocol implements Protocol {

    private final String name;
    private final Function<Provider, Wire> wires;
    private final InstantSource clock;

    /**
     * @param name the protocol's name in the configuration
     * @param wires writes and reads for a provider
     * @param clock for headers that say a date
     */
    public HttpProtocol(String name, Function<Provider, Wire> wires, InstantSource clock) {
        this.name = name;
        this.wires = wires;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ModelClient connect(Provider provider) {
        if (provider.others().isEmpty()) {
            return client(provider);
        }
        List<FailoverClient.Endpoint> endpoints = new ArrayList<>();
        endpoints.add(endpoint(provider, 1));
        for (Provider other : provider.others()) {
            endpoints.add(endpoint(other, endpoints.size() + 1));
        }
        return new FailoverClient(provider.name(), endpoints, clock);
    }

    /** Named by its place too, since several keys can be for one address. */
    private FailoverClient.Endpoint endpoint(Provider provider, int place) {
        String name = "endpoint " + place + " (" + provider.baseUrl() + ")";
        return new FailoverClient.Endpoint(name, client(provider));
    }

    private ModelClient client(Provider provider) {
        return new HttpModelClient(provider, wires.apply(provider), JsonMapper.shared(), clock);
    }

    @Override
    public int minCacheableTokens(Provider provider, String model) {
        return wires.apply(provider).minCacheableTokens(model);
    }

    @Override
    public JsonNode body(Provider provider, ModelRequest request) {
        Wire wire = wires.apply(provider);
        AnswerWords words = new AnswerWords(provider.showsSchema());
        return new RequestBodies(wire, words, JsonMapper.shared())
                .tree(request, forms(provider, wire).best(request));
    }

    @Override
    public UnaryOperator<ModelRequest> billing(Provider provider) {
        AnswerForms forms = forms(provider, wires.apply(provider));
        AnswerWords words = new AnswerWords(provider.showsSchema());
        return request -> {
            AnswerForm form = forms.best(request);
            ModelRequest sent = words.added(request, form);
            return form.givesSchema() && provider.showsSchema() ? sent : sent.withoutSchema();
        };
    }

    private static AnswerForms forms(Provider provider, Wire wire) {
        return new AnswerForms(wire, provider.name(), provider.dialect().firstForm());
    }
}
