package sluice.load.gatling;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sluice.client.api.OrdersApi.APIPlaceOrdersRequest;
import sluice.load.TemporaryDirectory;
import sluice.load.client.Target;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;
import sluice.load.target.ApiConnection;
import sluice.load.target.HttpTarget;

/**
 * Starts a node with a database of its own, opens a shop on it, runs one simulation in a process of Gatling's own, and stops the
 * node: {@code mvn -Pgatling -Dsimulation=flash-sale -Drate=100 -Dseconds=30}.
 */
final class GatlingRun {

    private static final String KEY = "load-tests-own-key-of-every-scope";
    private static final BigDecimal UNLIMITED = new BigDecimal("1000000000.00");
    private static final int ACCOUNTS = 50;
    private static final long UNITS_ENOUGH = 1_000_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final int WARM_UP_ORDERS_AT_ONCE = 20;

    private GatlingRun() {}

    /** The simulations by the names they are asked for, with the units that their shop has. */
    enum Play {
        FLASH_SALE(FlashSaleSimulation.class, 50) {
            @Override
            long units(double ratePerSecond, Duration time) {
                return Math.max(1, (long) (ratePerSecond * time.toSeconds() / 2)); // half of the buyers go without
            }
        },
        STEADY_MIX(SteadyMixSimulation.class, 50),
        /** Of a hundred orders each. */
        BULK(BulkSimulation.class, 10);

        private final Class<? extends Simulation> simulation;
        private final double usualRatePerSecond;

        Play(Class<? extends Simulation> simulation, double usualRatePerSecond) {
            this.simulation = simulation;
            this.usualRatePerSecond = usualRatePerSecond;
        }

        static Play named(String name) {
            for (var play : values()) {
                if (play.label().equals(name)) {
                    return play;
                }
            }
            throw new IllegalArgumentException("no simulation is called " + name);
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        long units(double ratePerSecond, Duration time) {
            return UNITS_ENOUGH;
        }
    }

    /** Exits with Gatling's own status: 0 if every assertion held. A rate of 0 is the simulation's usual one. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var play = Play.named(arguments[0]);
        double ratePerSecond = Double.parseDouble(arguments[1]);
        System.exit(run(
                play,
                ratePerSecond > 0 ? ratePerSecond : play.usualRatePerSecond,
                WARM_UP,
                Duration.ofSeconds(Long.parseLong(arguments[2])),
                Integer.parseInt(arguments[3]),
                Path.of(arguments[4])));
    }

    /** @return Gatling's exit status; its report is below {@code output} */
    static int run(Play play, double ratePerSecond, Duration warmUp, Duration time, int p99Millis, Path output)
            throws IOException, InterruptedException {
        Files.createDirectories(output);
        try (var data = TemporaryDirectory.create()) {
            var plan = NodePlan.alone(data.path(), KEY, output.resolve("node.log"));
            var url = plan.url().toString();
            var shop = new Shop(url, KEY, play.label(), ACCOUNTS, ratePerSecond, time, p99Millis);
            var warmUpShop = new Shop(url, KEY, "warm-up", ACCOUNTS, ratePerSecond, warmUp, p99Millis);
            try (var node = ServedNode.start(plan);
                    var target = new HttpTarget(plan.url(), KEY)) {
                node.awaitReady();
                open(warmUpShop, target, UNITS_ENOUGH);
                warmUp(warmUpShop);
                open(shop, target, play.units(ratePerSecond, time));
                int status = gatling(play, shop, output);
                node.stop();
                return status;
            }
        }
    }

    /** Brings orders in bulk until the node's compiler has had its time; what it takes is no latency of a node that is in use. */
    private static void warmUp(Shop shop) {
        try (var api = new ApiConnection(URI.create(shop.url()), shop.key())) {
            long until = System.nanoTime() + shop.time().toNanos();
            while (System.nanoTime() < until) {
                var unused = api.orders()
                        .placeOrders(APIPlaceOrdersRequest.newBuilder()
                                .bulkRequest(shop.orders(WARM_UP_ORDERS_AT_ONCE))
                                .build());
            }
        }
    }

    private static void open(Shop shop, Target target, long units) {
        target.defineSku(shop.sku(), "What the simulation sells");
        target.receive(shop.sku(), units, "opening");
        for (int account = 0; account < shop.accounts(); account++) {
            target.defineAccount(shop.account(account), "A buyer", UNLIMITED, "EUR");
        }
    }

    private static int gatling(Play play, Shop shop, Path output) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "--add-opens=java.base/java.lang=ALL-UNNAMED"));
        command.addAll(shop.asJvmOptions());
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), "io.gatling.app.Gatling"));
        command.addAll(List.of("--simulation", play.simulation.getName()));
        command.addAll(List.of("--results-folder", output.toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
