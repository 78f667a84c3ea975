package sluice.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.order.OrderEvent;
import sluice.order.OrderEvent.Placed;
import sluice.placement.PlacementRejection.ExternalIdTaken;
import sluice.placement.PlacementRejection.RequestInFlight;

final class NoRefusalOfAPlacedOrder extends Check implements Check.OfOrders {

    /** How long a request may be on its way, or at work, before it is over. */
    private static final long REQUEST_LIFE_MICROS = 12_000_000;

    private final Map<String, List<Attempt>> refusedByName = new HashMap<>();

    NoRefusalOfAPlacedOrder(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "A placement is not refused when its key or external id names an order that was placed before it asked, "
                + "or that is placed by a request that should have been over by then.";
    }

    @Override
    public void answered(Attempt attempt) {
        if (!(attempt.outcome instanceof Outcome.Refused<?, ?>(var reason))
                || reason instanceof RequestInFlight
                || reason instanceof ExternalIdTaken) {
            return;
        }
        var sent = books.sent(attempt.requestId());
        if (sent == null || sent.asked != null) {
            return;
        }
        for (var name : sent.names) {
            refusedByName.computeIfAbsent(name, first -> new ArrayList<>()).add(attempt);
            var order = books.named(name);
            if (order != null && order.placedBy != null) {
                boolean before = order.placedMicros <= attempt.sentMicros;
                if (before || isLate(order.placedBy, attempt)) {
                    violated("%s is refused, %s, and %s names %s", attempt, reason, name, order);
                }
            }
        }
    }

    @Override
    public void event(OrderBook order, OrderEvent event, Origin origin) {
        if (!(event instanceof Placed placed) || refusedByName.isEmpty()) {
            return;
        }
        for (var name : Books.namesOf(placed, origin)) {
            for (var refused : refusedByName.getOrDefault(name, List.of())) {
                if (isLate(origin, refused)) {
                    violated("%s was refused, %s, and now %s is placed as %s", refused, refused.outcome, order, name);
                }
            }
        }
    }

    /** Whether the request that places was sent so long before the one that is refused that it was over then. */
    private boolean isLate(Origin placing, Attempt refused) {
        var sent = books.sent(placing.requestId());
        return sent != null && sent.attempt.sentMicros + REQUEST_LIFE_MICROS < refused.sentMicros;
    }
}
