package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.Caller;
import sluice.entity.Outcome;
import sluice.stock.SkuDefinition;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.LocationId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** Two nodes of one cluster on one database that is not theirs to start or stop. */
class ClusterOfTwoTest {
    private final JdbcAddress database = SharedDatabase.empty();
    private final int firstPort = TestNode.freePort();
    private final int secondPort = TestNode.freePort();

    @Test
    @Tag("on-either-journal")
    void twoNodes_areOneCluster_andOneStaysWhenTheOtherStops() throws Exception {
        var second = CompletableFuture.supplyAsync(() -> Node.start(settings(secondPort)));
        var first = Node.start(settings(firstPort));
        var other = second.get(60, TimeUnit.SECONDS);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> ClusterFormation.membership(first.system())
                            .equals(new ClockGate.Membership(true, 2, true)));
            // SKUs of both nodes, asked through both.
            for (var i = 0; i < 8; i++) {
                var sku = new SkuId("sku-" + i);
                done(i % 2 == 0 ? first : other, sku, new StockCommand.Define(new SkuDefinition("Tee", null)));
                done(
                        i % 2 == 0 ? other : first,
                        sku,
                        new StockCommand.Receive(Quantity.of(i), new LocationId("main"), null));
            }
            other.stop();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> ClusterFormation.membership(first.system()).members() == 1);
            assertEquals(Optional.empty(), first.admission().refusal());
            for (var i = 0; i < 8; i++) {
                var view = (StockAnswer.StockView) done(first, new SkuId("sku-" + i), new StockCommand.Read());
                assertEquals(i, view.onHandUnits());
            }
        } finally {
            other.stop();
            first.stop();
        }
        SharedDatabase.connect(database).close(); // it still runs
    }

    @Test
    void takenPorts_areRefusedByTheirVariable() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            for (var variable : new String[] {"SLUICE_REMOTE_PORT", "SLUICE_MANAGEMENT_PORT"}) {
                var variables = variables(0);
                variables.put(variable, port);
                var refused = assertThrows(StartFailed.class, () -> Node.start(NodeSettings.read(variables)));
                assertTrue(refused.toString().contains(variable), refused::toString);
            }
        }
    }

    private static StockAnswer done(Node node, SkuId sku, StockCommand command) {
        var asked = node.engine().sku(sku, command, Caller.of("test")).toCompletableFuture();
        Outcome<StockAnswer, StockRejection> outcome =
                asked.orTimeout(15, TimeUnit.SECONDS).join();
        return (StockAnswer) assertInstanceOf(Outcome.Done.class, outcome).answer();
    }

    private NodeSettings settings(int port) {
        var variables = variables(port);
        variables.put("SLUICE_SEEDS", "127.0.0.1:" + firstPort + ",127.0.0.1:" + secondPort);
        return NodeSettings.read(variables);
    }

    private Map<String, String> variables(int port) {
        var variables = TestNode.variables(Path.of("unused"));
        variables.put("SLUICE_REMOTE_PORT", Integer.toString(port));
        variables.put("SLUICE_DATABASE_URL", database.url());
        variables.put("SLUICE_DATABASE_USER", database.user());
        variables.put("SLUICE_DATABASE_PASSWORD", database.password());
        return variables;
    }
}
