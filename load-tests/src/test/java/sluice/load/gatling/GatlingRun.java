package sluice.load.gatling;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sluice.load.client.Target;
import sluice.load.process.NodePlan;
import sluice.load.process.ServedNode;
import sluice.load.target.HttpTarget;

/**
 * Starts a node with a database of its own, opens a shop on it, runs one simulation in a process of Gatling's own, and stops the
 * node: {@code mvn -Pgatling -Dsimulation=flash-sale -Drate=100 -Dseconds=30}.
 */
final class GatlingRun {

    private static final String KEY = "load-tests-own-key-of-every-scope";
    private static final BigDecimal UNLIMITED = new BigDecimal("1000000000.00");
    private static final int ACCOUNTS = 50;

    private GatlingRun() {}

    /** The simulations by the names they are asked for, with the units that their shop has. */
    enum Play {
        FLASH_SALE(FlashSaleSimulation.class) {
            @Override
            long units(double ratePerSecond, Duration time) {
                return Math.max(1, (long) (ratePerSecond * time.toSeconds() / 2)); // half of the buyers go without
            }
        },
        STEADY_MIX(SteadyMixSimulation.class),
        BULK(BulkSimulation.class);

        private final Class<? extends Simulation> simulation;

        Play(Class<? extends Simulation> simulation) {
            this.simulation = simulation;
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
            return 1_000_000_000;
        }
    }

    /** Exits with Gatling's own status: 0 if every assertion held. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(
                Play.named(arguments[0]),
                Double.parseDouble(arguments[1]),
                Duration.ofSeconds(Long.parseLong(arguments[2])),
                Integer.parseInt(arguments[3]),
                Path.of(arguments[4])));
    }

    /** @return Gatling's exit status; its report is below {@code output} */
    static int run(Play play, double ratePerSecond, Duration time, int p99Millis, Path output)
            throws IOException, InterruptedException {
        Files.createDirectories(output);
        var data = Files.createTempDirectory("sluice-gatling-");
        var plan = NodePlan.alone(data, KEY, output.resolve("node.log"));
        var shop = new Shop(plan.url().toString(), KEY, play.label(), ACCOUNTS, ratePerSecond, time, p99Millis);
        try (var node = ServedNode.start(plan);
                var target = new HttpTarget(plan.url(), KEY)) {
            node.awaitReady();
            open(shop, target, play.units(ratePerSecond, time));
            int status = gatling(play, shop, output);
            node.stop();
            return status;
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
