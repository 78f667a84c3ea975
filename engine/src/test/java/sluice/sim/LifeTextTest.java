package sluice.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.order.Channel;
import sluice.order.OrderCommand;
import sluice.placement.WantedOrder;
import sluice.placement.WantedOrder.WantedLine;
import sluice.value.Quantity;

class LifeTextTest {

    @Test
    void aLife_isToldByTime_andThenByCount() {
        var order = new WantedOrder(
                Channel.EDI,
                Stage.ACME,
                "ext-1",
                null,
                WishMaker.EURO,
                List.of(
                        new WantedLine(Stage.sku(0), Quantity.of(3), null, null),
                        new WantedLine(Stage.sku(1), Quantity.of(1), new BigDecimal("9.99"), null)),
                Stage.NO_METADATA);
        var part = new OrderCommand.Ship(
                List.of(new OrderCommand.LineQuantity(1, Quantity.of(2))), Stage.SHOP, null, null);
        var life = new Life(
                7,
                List.of(0, 50, -20),
                200,
                List.of(new Life.Stocked("sku-1", 4, 250)),
                List.of(new Life.Opened("acme", 100_000)),
                List.of(
                        new Act(1, 1_250, 2, "k4", true, new Act.Place(order)),
                        new Act(2, 12_000, 0, null, false, new Act.OfOrder(1, part))),
                List.of(
                        new Fault.OfMessage(Fault.Message.GRANT, 2, Fault.Mishap.DROPPED, 0),
                        new Fault.NodeKilled(1, 3_000, 8_000),
                        new Fault.OfWrite(Fault.Write.BIRTH, 1, Fault.WriteMishap.COMMITS_LATE, 400),
                        new Fault.AtPoint(Fault.Point.BIRTH_SENT, 11, Fault.Harm.NODE_PAUSED, 2_500)));
        assertEquals("""
            seed 7, a snapshot every 200 rows, clocks of 3 nodes off by 0, +50, -20 ms
            there are 4 of sku-1 at 2.50 EUR
            acme may owe 1000.00 EUR
               1.250 s  client 1 asks node 2 and at once the next: place 3 of sku-1 and 1 of sku-2 at 9.99 for acme, \
            EDI calls it ext-1, key k4
               3.000 s  node 1 is killed and starts again after 8.000 s
              12.000 s  client 2 asks node 0: ship 2 of line 1 of the order of client 1 from shop
            the 2nd grant is lost
            the 1st write of a birth is given up and commits all the same, 0.400 s late
            the node stands still when a birth is sent, the 11th time, and goes on after 2.500 s\
            """, LifeText.of(life));
    }

    @Test
    void anyLife_canBeTold() {
        for (int seed = 0; seed < 500; seed++) {
            var text = LifeText.of(LifeMaker.make(seed));
            assertFalse(text.contains("null") || text.contains("["), text);
        }
    }
}
