package sluice.sim;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import sluice.account.AccountEvent;
import sluice.account.AccountTerms;
import sluice.entity.Batch;
import sluice.entity.EntityKind;
import sluice.entity.Origin;
import sluice.stock.SkuDefinition;
import sluice.stock.StockEvent;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.Quantity;

/** What a life begins with: rows that were committed before it. */
final class Beginning {

    static final Currency EUR = Currency.getInstance("EUR");
    static final LocationId MAIN = new LocationId("main");
    /** Who did what a life begins with. */
    static final Origin ORIGIN = new Origin("beginning", null, null, null, null, null);

    private Beginning() {}

    static void of(Life life, World world) {
        var at = world.trueTime();
        for (var sku : life.skus()) {
            var price = new SkuDefinition.Price(BigDecimal.valueOf(sku.priceCents(), 2), EUR);
            var defined = new StockEvent.Defined(new SkuDefinition(sku.sku(), price));
            var events = sku.units() == 0
                    ? List.<StockEvent>of(defined)
                    : List.of(defined, new StockEvent.Received(Quantity.of(sku.units()), MAIN, null));
            insert(world, EntityKind.STOCK, sku.sku(), at, events);
        }
        for (var account : life.accounts()) {
            var terms = new AccountTerms(account.account(), new Money(account.limitCents(), EUR), 30);
            insert(world, EntityKind.ACCOUNT, account.account(), at, List.of(new AccountEvent.Defined(terms)));
        }
    }

    private static <E> void insert(World world, EntityKind kind, String id, Instant at, List<E> events) {
        var batch = new Batch<>(kind, at, List.of(new Batch.Entry<>(ORIGIN, events)));
        world.store.insert(1, kind.persistenceId(id), 1, world.newWriter(), batch);
    }
}
