package sluice.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;

/** The days of orders: placed, read, and most of them confirmed and shipped, the others cancelled. */
public final class SteadyMixSimulation extends Simulation {

    private static final String ORDER = "/v1/orders/#{order}";

    /** Made by Gatling. */
    public SteadyMixSimulation() {
        var shop = Shop.ofProperties();
        var place = exec(http("place")
                .post("/v1/orders")
                .body(StringBody(session -> Shop.text(shop.order())))
                .check(status().is(201), jsonPath("$.id").saveAs("order")));
        var read = exec(http("read").get(ORDER).check(status().is(200)));
        var trail = exec(http("read events").get(ORDER + "/events").check(status().is(200)));
        var life = scenario("steady mix")
                .exec(place)
                .exitHereIfFailed()
                .exec(read)
                .exec(randomSwitch()
                        .on(
                                percent(70.0).then(change("confirm", "confirm").exec(change("ship", "shipments"))),
                                percent(30.0).then(change("cancel", "cancel"))))
                .exec(trail)
                .exec(http("read stock")
                        .get("/v1/skus/" + shop.sku() + "/stock")
                        .check(status().is(200)));
        setUp(life.injectOpen(
                        rampUsersPerSec(1)
                                .to(shop.ratePerSecond())
                                .during(shop.time().dividedBy(5).plusSeconds(1)),
                        constantUsersPerSec(shop.ratePerSecond()).during(shop.time())))
                .protocols(shop.protocol())
                .assertions(shop.assertions());
    }

    private static ChainBuilder change(String name, String path) {
        return exec(http(name).post(ORDER + "/" + path).body(StringBody("{}")).check(status().is(200)));
    }
}
