package sluice.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static sluice.http.TestApi.check;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import sluice.key.ApiKey;
import sluice.key.Scope;
import sluice.node.HttpSettings;
import sluice.value.AccountId;

/** A key that is bound to an account, which it is named after, sees nothing of the others in any list. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundListsTest {

    private final TestApi api = TestApi.running();
    private final ActorSystem<Void> system = ActorSystem.create(
            Behaviors.empty(),
            "bound",
            ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
    private final String mine = api.account("1000.00");
    private final String theirs = api.account("1000.00");
    private final String sku = api.sku(100);
    private WireClient bound;

    @BeforeAll
    void bind() {
        var binding = Server.bind(
                        system,
                        api.operations(),
                        account -> Optional.of(new ApiKey(
                                "bound", EnumSet.allOf(Scope.class), new AccountId(account), null, null, null)),
                        new SimpleMeterRegistry(),
                        ServerSettings.read(system.settings().config()),
                        new HttpSettings("127.0.0.1", 0))
                .toCompletableFuture()
                .join();
        bound = new WireClient("http://127.0.0.1:" + binding.localAddress().getPort(), Duration.ofSeconds(20));
    }

    @AfterAll
    void stop() {
        bound.close();
        system.terminate();
    }

    @Test
    void lists_showWhatBelongsToTheAccount_andNothingElse() {
        var own = order("\"accountId\":\"" + mine + "\",");
        var foreign = order("\"accountId\":\"" + theirs + "\",");
        var ofAGuest = order("");
        await().untilAsserted(
                        () -> assertEquals(List.of(ofAGuest, foreign, own), ids("/v1/orders?sku=" + sku, TestApi.KEY)));

        for (var query : List.of("?limit=200", "?sku=" + sku, "?accountId=" + mine, "?status=SUBMITTED")) {
            assertEquals(List.of(own), boundIds("/v1/orders" + query));
        }
        assertEquals(List.of(), boundIds("/v1/orders?accountId=" + theirs));
        assertEquals(List.of(), boundIds("/v1/orders?accountId=" + TestApi.fresh("nobody")));
        await().untilAsserted(() -> assertEquals(List.of(mine), boundIds("/v1/accounts")));
        assertEquals(List.of(mine), boundIds("/v1/accounts?idPrefix=account"));
        assertEquals(List.of(), boundIds("/v1/accounts?idPrefix=" + theirs));
    }

    private String order(String account) {
        var body = TestApi.orderBody(sku, 1).replaceFirst("\\{", "{" + account);
        return check(api.post("/v1/orders", body), 201).at("/id");
    }

    private List<String> boundIds(String path) {
        var reply = bound.send(Wire.of("GET", path, "").with("Authorization", "Bearer " + mine));
        return ids(check(reply, 200));
    }

    private List<String> ids(String path, String key) {
        return ids(check(api.get(path, "Authorization", "Bearer " + key), 200));
    }

    private static List<String> ids(TestApi.Reply reply) {
        return reply.json()
                .at("/data")
                .valueStream()
                .map(row -> row.at("/id").asText())
                .toList();
    }
}
