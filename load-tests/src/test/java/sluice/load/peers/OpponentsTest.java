package sluice.load.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.Engine;
import sluice.entity.Outcome;
import sluice.load.process.EmbeddedPostgres;
import sluice.order.Channel;
import sluice.order.Order;
import sluice.placement.PlacementRejection;
import sluice.placement.PlacementRejection.CreditLimitExceeded;
import sluice.placement.PlacementRejection.InsufficientStock;
import sluice.placement.WantedOrder;
import sluice.placement.WantedOrder.WantedLine;
import sluice.value.Quantity;

/** The opponents promise what the engine does, or to be faster than they would prove nothing. */
final class OpponentsTest {

    private static final Workload FEW = new Workload(2, 3, 1, 50);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static FunctionSide single;

    @SuppressWarnings("NullAway.Init")
    private static FunctionSide batching;

    @BeforeAll
    static void start() throws SQLException {
        single = FunctionSide.start("single", directory.resolve("single"), FunctionEngine::new);
        batching = FunctionSide.start("batching", directory.resolve("batching"), BatchingEngine::new);
        single.prepare(FEW);
        batching.prepare(FEW);
    }

    @BeforeEach
    void asNew() throws SQLException {
        for (var side : List.of(single, batching)) {
            execute(side, "truncate orders, order_line, audit");
            execute(side, "update sku set stock = " + FEW.stock());
            execute(side, "update account set exposure = 0");
        }
    }

    @AfterAll
    static void stop() {
        single.close();
        batching.close();
    }

    private static void execute(Side side, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(new EmbeddedPostgres(side.dataDirectory()).url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static FunctionSide side(String name) {
        return name.equals("single") ? single : batching;
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "batching"})
    void moreOrdersThanStock_sellsExactlyTheStock(String name) throws Exception {
        var outcomes = placeAll(side(name).engine(2), FEW.orders(400, 1));

        assertEquals(2 * FEW.stock(), done(outcomes), "of two SKUs");
        assertEquals(2 * FEW.stock(), side(name).orders());
        assertEquals(3 * side(name).orders(), side(name).rows());
        assertEquals(List.of(), side(name).judge(FEW));
        outcomes.stream().filter(outcome -> !(outcome instanceof Outcome.Done)).forEach(outcome -> {
            var refused = assertInstanceOf(Outcome.Refused.class, outcome);
            assertInstanceOf(InsufficientStock.class, refused.reason());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "batching"})
    void moreOrdersThanCredit_sellsExactlyTheCredit(String name) throws Exception {
        execute(side(name), "update account set credit_limit = 1050");
        try {
            var wanted = new ArrayList<WantedOrder>();
            for (int i = 0; i < 30; i++) {
                wanted.add(order(0, FEW, "1.00"));
            }
            var outcomes = placeAll(side(name).engine(2), wanted);

            assertEquals(10, done(outcomes));
            assertEquals(10, side(name).orders());
            assertEquals(List.of(), side(name).judge(FEW));
            outcomes.stream()
                    .filter(outcome -> !(outcome instanceof Outcome.Done))
                    .forEach(outcome -> {
                        var refused = assertInstanceOf(Outcome.Refused.class, outcome);
                        assertInstanceOf(CreditLimitExceeded.class, refused.reason());
                    });
        } finally {
            execute(side(name), "update account set credit_limit = " + Workload.CREDIT_LIMIT_MINOR_UNITS);
        }
    }

    @Test
    void anOrderForASkuThatWasRefused_isCheckedBeforeItIsWritten() throws Exception {
        var engine = single.engine(2);
        execute(single, "update sku set stock = 0");
        var unused = placeAll(engine, FEW.orders(10, 1));
        try (var probe = DatabaseProbe.of(single.dataDirectory())) {
            long before = probe.walBytes();

            var outcomes = placeAll(engine, FEW.orders(200, 2));

            assertEquals(0, done(outcomes));
            assertTrue(probe.walBytes() - before < 200 * 50, "nothing is written for what is refused");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update sku set stock = stock + 1 where id = 'sku-0'",
                "update sku set stock = -1",
                "update account set exposure = exposure - 1 where id = 'account-1'",
                "update account set credit_limit = 0",
                "delete from order_line where order_id = (select id from orders limit 1)",
                "delete from audit where order_id = (select id from orders limit 1)",
            })
    void booksThatWereAltered_doNotBalance(String alteration) throws Exception {
        var unused = placeAll(single.engine(2), FEW.orders(40, 3));
        assertEquals(List.of(), single.judge(FEW));

        execute(single, alteration);

        assertFalse(single.judge(FEW).isEmpty());
        execute(single, "update account set credit_limit = " + Workload.CREDIT_LIMIT_MINOR_UNITS);
    }

    private static WantedOrder order(int account, Workload workload, String price) {
        var line = new WantedLine(workload.sku(0), Quantity.of(1), new BigDecimal(price), null);
        return new WantedOrder(
                Channel.API, workload.account(account), null, null, Workload.CURRENCY, List.of(line), Map.of());
    }

    private static List<Outcome<Order, PlacementRejection>> placeAll(Engine engine, List<WantedOrder> wanted) {
        var answers = wanted.stream()
                .map(order -> engine.place(order, ClosedLoop.CALLER).toCompletableFuture())
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static long done(List<Outcome<Order, PlacementRejection>> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome instanceof Outcome.Done)
                .count();
    }
}
