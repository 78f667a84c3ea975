package sluice.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Simulation;

/** More buyers than units: each order is placed, or refused for want of stock, and nothing else. */
public final class FlashSaleSimulation extends Simulation {

    /** Made by Gatling. */
    public FlashSaleSimulation() {
        var shop = Shop.ofProperties();
        var buy = scenario("flash sale")
                .exec(http("place")
                        .post("/v1/orders")
                        .body(StringBody(session -> Shop.text(shop.order())))
                        .check(status().in(201, 409)));
        setUp(buy.injectOpen(
                        rampUsersPerSec(1)
                                .to(shop.ratePerSecond())
                                .during(shop.time().dividedBy(5).plusSeconds(1)),
                        constantUsersPerSec(shop.ratePerSecond()).during(shop.time())))
                .protocols(shop.protocol())
                .assertions(shop.assertions());
    }
}
