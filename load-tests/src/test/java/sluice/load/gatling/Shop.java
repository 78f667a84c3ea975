package sluice.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.http.HttpDsl.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import sluice.client.ApiClient;
import sluice.client.model.BulkRequest;
import sluice.client.model.OrderLineRequest;
import sluice.client.model.OrderRequest;

/**
 * The node that the simulations drive and what is sold there: system properties of Gatling's process, which {@link GatlingRun} starts.
 *
 * @param ratePerSecond users who come in a second
 * @param p99Millis of all requests, at most
 */
record Shop(String url, String key, String sku, int accounts, double ratePerSecond, Duration time, int p99Millis) {

    private static final ObjectMapper JSON = ApiClient.createDefaultObjectMapper();

    static Shop ofProperties() {
        return new Shop(
                property("url"),
                property("key"),
                property("sku"),
                Integer.parseInt(property("accounts")),
                Double.parseDouble(property("rate")),
                Duration.ofSeconds(Long.parseLong(property("seconds"))),
                Integer.parseInt(property("p99-millis")));
    }

    private static String property(String name) {
        var value = System.getProperty("sluice." + name);
        if (value == null) {
            throw new IllegalStateException("a simulation needs -Dsluice." + name);
        }
        return value;
    }

    List<String> asJvmOptions() {
        return List.of(
                "-Dsluice.url=" + url,
                "-Dsluice.key=" + key,
                "-Dsluice.sku=" + sku,
                "-Dsluice.accounts=" + accounts,
                "-Dsluice.rate=" + ratePerSecond,
                "-Dsluice.seconds=" + time.toSeconds(),
                "-Dsluice.p99-millis=" + p99Millis);
    }

    HttpProtocolBuilder protocol() {
        return http.baseUrl(url)
                .header("Authorization", "Bearer " + key)
                .header("Idempotency-Key", session -> UUID.randomUUID().toString())
                .contentTypeHeader("application/json")
                .acceptHeader("application/json")
                .shareConnections();
    }

    String account(int number) {
        return sku + "-buyer-" + number;
    }

    /** An order of one unit. */
    OrderRequest order() {
        return new OrderRequest()
                .accountId(account(ThreadLocalRandom.current().nextInt(accounts)))
                .currency("EUR")
                .addLinesItem(new OrderLineRequest().sku(sku).quantity(1L).unitPrice("19.90"));
    }

    BulkRequest orders(int count) {
        return new BulkRequest()
                .orders(IntStream.range(0, count).mapToObj(each -> order()).toList());
    }

    /** A request's body, as Gatling sends it. */
    static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible); // what the contract describes can be written
        }
    }

    /** Nothing fails, and it does not take long. */
    List<Assertion> assertions() {
        var assertions = new ArrayList<Assertion>();
        assertions.add(global().failedRequests().percent().is(0.0));
        assertions.add(global().responseTime().percentile(99).lt(p99Millis));
        return assertions;
    }
}
