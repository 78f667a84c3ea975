package sluice.sim;

import org.jspecify.annotations.Nullable;
import sluice.entity.Outcome;
import sluice.value.OrderId;

/** One request of a client, for an act. An act has one attempt at a time, but for twins. */
final class Attempt {

    final Act act;
    /** Counts the attempts of an act, from 1. */
    final int nth;

    final int node;
    final long sentMicros;
    /** The order that is asked, unless this is to place one. */
    final @Nullable OrderId order;

    private final String requestId;

    /** When the client had the answer; it may wait for none any more, and then this stays zero. */
    long answeredMicros;

    @Nullable
    Outcome<?, ?> outcome;

    /** @param order the order that is asked, unless this is to place one */
    Attempt(Act act, int nth, int node, long sentMicros, @Nullable OrderId order) {
        this.act = act;
        this.nth = nth;
        this.node = node;
        this.sentMicros = sentMicros;
        this.order = order;
        this.requestId = act.id() + "." + nth;
    }

    /** What the origin of everything that this attempt effects has as its request id. */
    String requestId() {
        return requestId;
    }

    /** The act whose attempts have this request id. */
    static int actOf(String requestId) {
        return Integer.parseInt(requestId, 0, requestId.indexOf('.'), 10);
    }

    @Override
    public String toString() {
        return requestId + ": " + LifeText.of(act.wish());
    }
}
