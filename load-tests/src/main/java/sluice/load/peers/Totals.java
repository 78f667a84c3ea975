package sluice.load.peers;

import java.util.ArrayList;
import java.util.List;
import sluice.value.OrderId;

/** What all rounds of one driver were answered, lead-ins and warm-ups included. */
final class Totals {

    private final List<OrderId> sample = new ArrayList<>();
    private Tally.Counts counts = new Tally.Counts(0, 0, 0, 0);
    private String lastFailure = "";

    /**
     * Adds a round.
     *
     * @param acknowledged some of the orders that were
     * @param failure why something was not decided, empty if everything was
     */
    void add(Tally.Counts more, List<OrderId> acknowledged, String failure) {
        counts = counts.plus(more);
        sample.addAll(acknowledged);
        if (!failure.isEmpty()) {
            lastFailure = failure;
        }
    }

    Tally.Counts counts() {
        return counts;
    }

    /** Some of the orders that were acknowledged. */
    List<OrderId> sample() {
        return List.copyOf(sample);
    }

    /** Why something was not decided, empty if everything was. */
    String lastFailure() {
        return lastFailure;
    }
}
