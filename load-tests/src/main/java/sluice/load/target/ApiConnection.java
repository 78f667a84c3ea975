package sluice.load.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.client.ApiClient;
import sluice.client.ApiException;
import sluice.client.api.AccountsApi;
import sluice.client.api.KeysApi;
import sluice.client.api.OrdersApi;
import sluice.client.api.SkusApi;
import sluice.client.model.Problem;

/**
 * The client that is generated from the contract, for one node and one API key: HTTP/1.1, one kept-alive connection for each request
 * in flight. Many may ask at once. What is refused is thrown as an {@link ApiException} with the status as its code; a code of zero
 * says that there was no answer, and its cause why.
 */
public final class ApiConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15); // longer than a node's own deadline of 12 s

    private final HttpClient http;
    private final ObjectMapper json;
    private final OrdersApi orders;
    private final SkusApi skus;
    private final AccountsApi accounts;
    private final KeysApi keys;

    /** @param base such as {@code http://127.0.0.1:8080}; of its path nothing counts */
    public ApiConnection(URI base, String apiKey) {
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        http = builder.build();
        json = ApiClient.createDefaultObjectMapper();
        var client = new ApiClient(builder, json, base.toString()) {
            @Override
            public HttpClient getHttpClient() {
                return http; // built anew for every tag of the contract, there would be as many pools of connections
            }
        };
        client.setBasePath("")
                .setReadTimeout(PATIENCE)
                .setRequestInterceptor(request -> request.header("Authorization", "Bearer " + apiKey));
        orders = new OrdersApi(client);
        skus = new SkusApi(client);
        accounts = new AccountsApi(client);
        keys = new KeysApi(client);
    }

    public OrdersApi orders() {
        return orders;
    }

    public SkusApi skus() {
        return skus;
    }

    public AccountsApi accounts() {
        return accounts;
    }

    public KeysApi keys() {
        return keys;
    }

    /** What a refusal says; empty where there was no answer, or none that is a problem. */
    public Optional<Problem> problem(ApiException refusal) {
        @Nullable String body = refusal.getResponseBody();
        if (body == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(json.readValue(body, Problem.class));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow(); // connections only: no caller waits any more
    }
}
