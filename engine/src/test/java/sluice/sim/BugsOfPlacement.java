package sluice.sim;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import sluice.entity.Batch;
import sluice.entity.Outcome;
import sluice.journal.Birth;
import sluice.order.OrderEvent;
import sluice.placement.Desk;
import sluice.placement.SoldOut;
import sluice.placement.SoldOutMarks;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.OrderId;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** What desks could get wrong when they place an order. */
final class BugsOfPlacement {

    private BugsOfPlacement() {}

    static List<PlantedBug> all() {
        return List.of(
                new PlantedBug(
                        "vouched before it is born",
                        "a desk vouches for an order when it appends the birth, not when it is committed",
                        Set.of(VouchedExists.class, NothingWaits.class),
                        ofDesks((shell, node) -> new VouchesEarly(shell))),
                new PlantedBug(
                        "placed before it is born",
                        "a desk answers when it has sent the birth, not when it is committed",
                        Set.of(AcknowledgedIsKept.class, VouchedExists.class, NothingWaits.class),
                        new Parts() {
                            @Override
                            boolean waitsForBirths() {
                                return false;
                            }
                        }),
                new PlantedBug(
                        "a timer releases what is appended",
                        "the placement's deadline releases its claims also when the birth is on its way",
                        ReleasedNeverWas.class,
                        Focus.HALTED_PLACEMENTS,
                        ofDesks(ReleasesInTime::new)),
                new PlantedBug(
                        "a birth in doubt is released",
                        "a desk releases the claims of a birth of which the database did not say what became of it",
                        ReleasedNeverWas.class,
                        ofDesks(ReleasesInDoubt::new)),
                new PlantedBug(
                        "an unknown birth is taken for placed",
                        "a desk does not append a birth again of which the database did not say what became of it",
                        Set.of(AcknowledgedIsKept.class, VouchedExists.class, NothingWaits.class),
                        ofBirths(Birth.Outcome.PLACED)),
                new PlantedBug(
                        "one unit for each line",
                        "a desk claims one unit of a SKU, however many are wanted",
                        Set.of(PlacedHoldsItsClaims.class, PlacementRefusalIsJustified.class),
                        ofDesks((shell, node) -> new ClaimsOne(shell))),
                new PlantedBug(
                        "sold out for ever",
                        "a mark that a SKU is sold out does not grow old",
                        PlacementRefusalIsJustified.class,
                        new LastingMarks(Duration.ofHours(1))),
                new PlantedBug(
                        "sold out since it was heard",
                        "a mark that a SKU is sold out is as old as the hearing of it, not as the question",
                        PlacementRefusalIsJustified.class,
                        Focus.SLOW_REFUSALS,
                        new LastingMarks(Duration.ZERO)));
    }

    private static Parts ofDesks(BiFunction<Desk.Shell, SimNode, Desk.Shell> planted) {
        return new Parts() {
            @Override
            Desk.Shell desk(Desk.Shell asDesk, SimNode node) {
                return planted.apply(asDesk, node);
            }
        };
    }

    /** @param unknown what an unknown outcome is taken for */
    private static Parts ofBirths(Birth.Outcome unknown) {
        return new Parts() {
            @Override
            Birth.Outcome told(Birth.Outcome outcome) {
                return outcome == Birth.Outcome.UNKNOWN ? unknown : outcome;
            }
        };
    }

    private static final class VouchesEarly extends ShellAround {

        VouchesEarly(Desk.Shell shell) {
            super(shell);
        }

        @Override
        public void append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row, Duration delay) {
            for (var line : lines(row)) {
                var deadline = row.at().plus(Parts.ASK_TIMEOUT);
                tellStock(order, line.sku(), new StockCommand.Vouch(List.of(order)), deadline, false);
            }
            super.append(order, references, row, delay);
        }
    }

    private static List<OrderEvent.PlacedLine> lines(Batch<OrderEvent> birth) {
        return birth.events()
                .flatMap(event -> event instanceof OrderEvent.Placed placed
                        ? placed.lines().stream()
                        : List.<OrderEvent.PlacedLine>of().stream())
                .toList();
    }

    private static final class ReleasesInTime extends ShellAround {

        private final SimNode node;
        private final Map<OrderId, List<OrderEvent.PlacedLine>> appended = new HashMap<>();

        ReleasesInTime(Desk.Shell shell, SimNode node) {
            super(shell);
            this.node = node;
        }

        @Override
        public void startTimer(OrderId order, Duration delay) {
            super.startTimer(order, delay);
            node.later(delay.toNanos() / 1_000, () -> release(order));
        }

        private void release(OrderId order) {
            for (var line : appended.getOrDefault(order, List.of())) {
                var deadline = node.now().plus(Parts.ASK_TIMEOUT);
                tellStock(order, line.sku(), new StockCommand.Release(order), deadline, false);
            }
        }

        @Override
        public void append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row, Duration delay) {
            appended.put(order, lines(row));
            super.append(order, references, row, delay);
        }
    }

    private static final class ReleasesInDoubt extends ShellAround {

        private final SimNode node;

        ReleasesInDoubt(Desk.Shell shell, SimNode node) {
            super(shell);
            this.node = node;
        }

        @Override
        public void append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row, Duration delay) {
            if (!delay.isZero()) { // once more
                for (var line : lines(row)) {
                    var deadline = node.now().plus(Parts.ASK_TIMEOUT);
                    tellStock(order, line.sku(), new StockCommand.Release(order), deadline, false);
                }
            }
            super.append(order, references, row, delay);
        }
    }

    private static final class ClaimsOne extends ShellAround {

        ClaimsOne(Desk.Shell shell) {
            super(shell);
        }

        @Override
        public void tellStock(OrderId order, SkuId sku, StockCommand command, Instant deadline, boolean answered) {
            var one = command instanceof StockCommand.Claim ? new StockCommand.Claim(order, Quantity.of(1)) : command;
            super.tellStock(order, sku, one, deadline, answered);
        }
    }

    private static final class LastingMarks extends Parts {

        private final Duration longer;

        LastingMarks(Duration longer) {
            this.longer = longer;
        }

        @Override
        SoldOutMarks soldOutMarks(Ticker ticker) {
            return longer.isZero() ? super.soldOutMarks(ticker) : super.soldOutMarks(() -> 0);
        }

        @Override
        void onGrant(SoldOutMarks marks, SkuId sku, Outcome<StockAnswer, StockRejection> outcome, Instant now) {
            if (outcome instanceof Outcome.Refused<StockAnswer, StockRejection>(var reason)
                    && reason instanceof StockRejection.InsufficientStock shortage) {
                SoldOut.mark(marks, sku, shortage, now.plus(longer));
            }
        }
    }
}
