package sluice.sim;

import org.jspecify.annotations.Nullable;
import sluice.entity.Outcome;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;
import sluice.value.LocationId;
import sluice.value.Quantity;

final class StockRefusalIsJustified extends Check {

    StockRefusalIsJustified(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "What a SKU says when it refuses a client was so at some moment while the client waited, and is reason"
                + " enough.";
    }

    @Override
    public void answered(Attempt attempt) {
        if (attempt.act.wish() instanceof Act.OfSku(var sku, var command)
                && attempt.outcome instanceof Outcome.Refused<?, ?>(var reason)
                && !(reason instanceof StockRejection refused
                        && isJustified(attempt, books.of(sku), command, refused))) {
            violated("%s is refused: %s", attempt, reason);
        }
    }

    private boolean isJustified(Attempt attempt, StockBook sku, StockCommand command, StockRejection reason) {
        long since = attempt.sentMicros;
        var location = location(command);
        return switch (reason) {
            case StockRejection.UnknownSku unknown ->
                !(command instanceof StockCommand.Define) && !sku.wasDefinedAt(since);
            case StockRejection.CountMoved(var onHandUnits) ->
                command instanceof StockCommand.Count count
                        && count.expectedUnits() != onHandUnits
                        && sku.onHandAt(count.location()).was(onHandUnits, since, nowMicros());
            case StockRejection.BelowZero(var onHandUnits) ->
                location != null
                        && onHandUnits + added(command) < 0
                        && sku.onHandAt(location).was(onHandUnits, since, nowMicros());
            case StockRejection.TooMuch tooMuch -> {
                long most = Quantity.MAX_UNITS - added(command);
                yield location != null
                        && (sku.onHand.was(units -> units > most, since, nowMicros())
                                || sku.onHandAt(location).was(units -> units > most, since, nowMicros()));
            }
            case StockRejection.InsufficientStock never -> false;
            case StockRejection.ClaimedDifferently never -> false;
        };
    }

    /** How many units more it would make. */
    private static long added(StockCommand command) {
        return switch (command) {
            case StockCommand.Receive receive -> receive.quantity().units();
            case StockCommand.Adjust adjust -> adjust.deltaUnits();
            case StockCommand.Count count -> count.counted().units() - count.expectedUnits();
            default -> 0;
        };
    }

    private static @Nullable LocationId location(StockCommand command) {
        return switch (command) {
            case StockCommand.Receive receive -> receive.location();
            case StockCommand.Adjust adjust -> adjust.location();
            case StockCommand.Count count -> count.location();
            default -> null;
        };
    }
}
