package sluice.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Simulation;

/** An integration that brings a hundred orders at a time; every one of them must be placed. */
public final class BulkSimulation extends Simulation {

    private static final int ORDERS_AT_ONCE = 100;

    /** Made by Gatling. */
    public BulkSimulation() {
        var shop = Shop.ofProperties();
        var bring = scenario("bulk")
                .exec(http("place 100")
                        .post("/v1/orders/bulk")
                        .body(StringBody(session -> Shop.text(shop.orders(ORDERS_AT_ONCE))))
                        .check(
                                status().is(200),
                                jsonPath("$.results[?(@.status == 201)].index")
                                        .count()
                                        .is(ORDERS_AT_ONCE)));
        setUp(bring.injectOpen(
                        rampUsersPerSec(1)
                                .to(shop.ratePerSecond())
                                .during(shop.time().dividedBy(5).plusSeconds(1)),
                        constantUsersPerSec(shop.ratePerSecond()).during(shop.time())))
                .protocols(shop.protocol())
                .assertions(shop.assertions());
    }
}
