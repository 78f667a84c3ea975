package sluice.sim;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import sluice.entity.EarmarksSnapshot;
import sluice.entity.EntitySnapshot;
import sluice.entity.PackedLongs;
import sluice.stock.StockSnapshot;

/** What snapshots and replay could get wrong. */
final class BugsOfSnapshots {

    private static final PackedLongs NONE = PackedLongs.of(0, longs -> {});

    private BugsOfSnapshots() {}

    static List<PlantedBug> all() {
        return List.of(
                new PlantedBug(
                        "a snapshot of what is not committed",
                        "an entity's snapshot is taken when it has decided, and holds what may never be written",
                        Set.of(NobodyFails.class, ReplayIsState.class),
                        new Parts() {
                            @Override
                            boolean snapshotsAreOfCommitted() {
                                return false;
                            }
                        }),
                new PlantedBug(
                        "a snapshot forgets answers",
                        "what was answered under idempotency keys is not in the snapshot",
                        ReplayIsState.class,
                        new Parts() {
                            @Override
                            <A> EntitySnapshot<Object, A> stored(EntitySnapshot<Object, A> snapshot) {
                                return new EntitySnapshot<>(
                                        snapshot.kind(), snapshot.version(), snapshot.state(), List.of());
                            }
                        }),
                new PlantedBug(
                        "a snapshot forgets who waits for word",
                        "which claims nobody has vouched for is not in the snapshot",
                        Set.of(NothingWaits.class, NobodyFails.class),
                        ofClaims(claims -> new EarmarksSnapshot(claims.open(), claims.closed(), NONE))),
                new PlantedBug(
                        "a snapshot forgets effects",
                        "which effects of an order a SKU has carried out is not in the snapshot",
                        ReplayIsState.class,
                        ofClaims(claims -> new EarmarksSnapshot(claims.open(), NONE, claims.unvouched()))),
                new PlantedBug(
                        "replay skips a row",
                        "after a snapshot the rows are read from the one after the next",
                        NobodyFails.class,
                        new Parts() {
                            @Override
                            boolean replaysAllRows() {
                                return false;
                            }
                        }));
    }

    private static Parts ofClaims(UnaryOperator<EarmarksSnapshot> planted) {
        return new Parts() {
            @Override
            <A> EntitySnapshot<Object, A> stored(EntitySnapshot<Object, A> snapshot) {
                return snapshot.state() instanceof StockSnapshot stock
                        ? new EntitySnapshot<>(
                                snapshot.kind(), snapshot.version(), with(stock, planted), snapshot.answers())
                        : snapshot;
            }
        };
    }

    private static StockSnapshot with(StockSnapshot stock, UnaryOperator<EarmarksSnapshot> planted) {
        return new StockSnapshot(
                stock.sku(),
                stock.definition(),
                stock.definitionVersion(),
                stock.stockVersion(),
                stock.receivedUnits(),
                stock.adjustedUnits(),
                stock.shippedUnits(),
                stock.onHand(),
                planted.apply(stock.claims()));
    }
}
