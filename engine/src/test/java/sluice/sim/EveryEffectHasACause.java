package sluice.sim;

import org.jspecify.annotations.Nullable;
import sluice.account.AccountEvent;
import sluice.entity.Batch;
import sluice.entity.Origin;
import sluice.order.OrderEvent;
import sluice.stock.StockEvent;
import sluice.value.OrderId;

final class EveryEffectHasACause extends Check implements Check.OfEntries {

    EveryEffectHasACause(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "Whatever is committed was asked for by an attempt sent before, in just these words; or by an order's"
                + " committed event; or is what placements and timers do.";
    }

    @Override
    public void entry(Book book, Row row, Batch.Entry<?> entry) {
        var origin = entry.origin();
        if (origin.requestId() != null) {
            checkAttempt(book, entry, origin, books.sent(origin.requestId()));
        } else if (row.committedMicros() > 0) { // before that, a life is given what it begins with
            for (var event : entry.events()) {
                if (!isOwn(origin, event)) {
                    violated("%s: nobody asked for %s by %s", book, event, origin);
                }
            }
        }
    }

    private void checkAttempt(Book book, Batch.Entry<?> entry, Origin origin, @Nullable Sent sent) {
        if (sent == null) {
            violated("%s: %s has a request that nobody sent", book, entry);
            return;
        }
        var key = origin.key();
        if (key != null && !key.hash().equals(sent.attempt.act.key())) {
            violated("%s: %s has a key that its request %s has not", book, entry, sent.attempt);
        }
        boolean addressed = sent.asked == null ? book instanceof OrderBook : sent.asked == book;
        if (!addressed || !Wording.isOf(sent.attempt.act.wish(), book, entry.events())) {
            violated("%s: %s is not what %s asked", book, entry, sent.attempt);
        }
    }

    private boolean isOwn(Origin origin, Object event) {
        var cause = origin.cause();
        if (cause != null) {
            return isEffectOf(cause, event);
        }
        return switch (event) {
            case StockEvent.Vouched vouched -> true;
            case AccountEvent.Vouched vouched -> true;
            case StockEvent.Released released -> true;
            case AccountEvent.Released released -> true;
            case StockEvent.Claimed claimed -> origin.equals(Origin.PLACEMENT);
            case AccountEvent.Pledged pledged -> origin.equals(Origin.PLACEMENT);
            case OrderEvent.Abandoned abandoned -> origin.equals(Origin.TIMER);
            case OrderEvent.Settled settled -> origin.equals(Origin.TIMER);
            default -> false;
        };
    }

    private boolean isEffectOf(Origin.Cause cause, Object event) {
        if (!cause.entity().equals("o")) {
            return false;
        }
        return switch (event) {
            case StockEvent.Shipped(var order, var effect, var quantity, var location, var unclaimed) ->
                is(cause, order, effect);
            case StockEvent.Freed(var order, var effect) -> is(cause, order, effect);
            case AccountEvent.Invoiced(var order, var effect, var amount, var last, var unpledged) ->
                is(cause, order, effect);
            case AccountEvent.Freed(var order, var effect) -> is(cause, order, effect);
            default -> false;
        };
    }

    private boolean is(Origin.Cause cause, OrderId order, long effect) {
        var book = books.of(order);
        return cause.id().equals(book.id) && cause.sequence() == effect && book.demand(effect) != null;
    }
}
