package sluice.load.peers;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.time.Duration;

/** thin. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var scenario = Scenario.titled(arguments[0]);
        var dir = Files.createTempDirectory("sluice-peers-");
        try (var engine = EngineSide.start("engine", dir.resolve("engine"), ConfigFactory.empty());
                var postgres = FunctionSide.start("postgres", dir.resolve("postgres"), FunctionEngine::new)) {
            for (Side side : new Side[] {engine, postgres}) {
                long t = System.nanoTime();
                side.prepare(scenario.workload());
                System.out.println(side.name() + " prepared in " + (System.nanoTime() - t) / 1_000_000);
            }
            try (var e = new InProcess(engine, scenario);
                    var p = new InProcess(postgres, scenario)) {
                for (int i = 0; i < 3; i++) {
                    show("engine", e.closed(scenario.inFlight(), 1, Duration.ofSeconds(1), Duration.ofSeconds(10)));
                    for (int c : scenario.concurrencies()) {
                        show("postgres " + c, p.closed(c, c, Duration.ofSeconds(1), Duration.ofSeconds(3)));
                    }
                }
                for (var d : new InProcess[] {e, p}) {
                    System.out.println(d.counts() + " " + d.lastFailure() + " "
                            + d.sample().size());
                }
                for (Side side : new Side[] {engine, postgres}) {
                    long t = System.nanoTime();
                    System.out.println(side.name() + " orders " + side.orders() + " rows " + side.rows() + " "
                            + side.judge(scenario.workload()));
                    System.out.println("judged in " + (System.nanoTime() - t) / 1_000_000);
                    side.restart();
                    var sample = (side == engine ? e : p).sample();
                    t = System.nanoTime();
                    System.out.println("known " + side.known(sample).size() + " of " + sample.size() + " in "
                            + (System.nanoTime() - t) / 1_000_000);
                }
            }
        }
    }

    static void show(String name, Round r) {
        System.out.printf(
                "%s %.0f/s p50 %.2f p99 %.2f cpu jvm %.1f pg %.1f client %.2f wal %.0f failed %d%n",
                name,
                r.answeredPerSecond(),
                r.millisAt(50),
                r.millisAt(99),
                r.jvmMicros(),
                r.postgresMicros(),
                r.clientMicros(),
                r.walBytes(),
                r.failed());
    }
}
