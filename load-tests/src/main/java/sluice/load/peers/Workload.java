package sluice.load.peers;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sluice.order.Channel;
import sluice.placement.WantedOrder;
import sluice.placement.WantedOrder.WantedLine;
import sluice.value.AccountId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/**
 * What is ordered in a scenario. Orders bring their own prices, one unit a line, and neither key nor external id.
 *
 * @param skus how many there are; a line takes one at random, the lines of an order different ones
 * @param accounts how many there are, each with credit enough; none for guests
 * @param stock of each SKU
 */
record Workload(int skus, int accounts, int lines, long stock) {

    static final Currency CURRENCY = Currency.getInstance("EUR");

    /** So much that no run comes to the end of it. */
    static final long CREDIT_LIMIT_MINOR_UNITS = 1_000_000_000_000L;

    /** So much that no run comes to the end of it. */
    static final long ENOUGH = 1_000_000_000L;

    private static final Quantity ONE = Quantity.of(1);
    private static final int CHEAPEST_CENTS = 100;
    private static final int DEAREST_CENTS = 9_999;

    SkuId sku(int index) {
        return new SkuId("sku-" + index);
    }

    AccountId account(int index) {
        return new AccountId("account-" + index);
    }

    List<String> skuIds() {
        return IntStream.range(0, skus).mapToObj(index -> sku(index).value()).toList();
    }

    List<String> accountIds() {
        return IntStream.range(0, accounts)
                .mapToObj(index -> account(index).value())
                .toList();
    }

    /** So many orders at random; a driver asks for them again and again. The same seed gives the same. */
    List<WantedOrder> orders(int count, long seed) {
        var random = new Random(seed);
        var orders = new ArrayList<WantedOrder>(count);
        for (int i = 0; i < count; i++) {
            orders.add(
                    new WantedOrder(Channel.API, anyAccount(random), null, null, CURRENCY, anyLines(random), Map.of()));
        }
        return orders;
    }

    private @Nullable AccountId anyAccount(Random random) {
        return accounts == 0 ? null : account(random.nextInt(accounts));
    }

    private List<WantedLine> anyLines(Random random) {
        var chosen = new LinkedHashSet<Integer>();
        while (chosen.size() < lines) {
            chosen.add(random.nextInt(skus));
        }
        return chosen.stream()
                .map(sku -> new WantedLine(
                        sku(sku), ONE, BigDecimal.valueOf(random.nextInt(CHEAPEST_CENTS, DEAREST_CENTS + 1), 2), null))
                .toList();
    }
}
