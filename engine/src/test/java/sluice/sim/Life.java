package sluice.sim;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that happens to a cluster from outside. What follows from it follows always: the same life is lived the same way each time.
 *
 * @param seed of what is left to chance: how long messages and statements take
 * @param skewMillis how far the clock of each node is ahead of the true time, or behind; as many as there are nodes
 * @param snapshotEvery rows between two snapshots of an entity
 * @param skus what is stocked when the life begins
 * @param accounts which accounts are open when the life begins
 * @param acts what clients ask, by time
 * @param faults what goes wrong
 */
record Life(
        long seed,
        List<Integer> skewMillis,
        int snapshotEvery,
        List<Stocked> skus,
        List<Opened> accounts,
        List<Act> acts,
        List<Fault> faults) {

    /** A SKU, what is on hand of it at the location "main", and its price in euro cents. */
    record Stocked(String sku, long units, long priceCents) {}

    /** An account and its credit limit in euro cents. */
    record Opened(String account, long limitCents) {}

    int nodes() {
        return skewMillis.size();
    }

    /** When the last thing happens from outside, and clients have given up. */
    long lastTroubleMillis() {
        return Stream.concat(
                        acts.stream().map(act -> act.atMillis() + Clients.PATIENCE_MICROS / 1_000),
                        faults.stream().map(Fault::endsMillis))
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }
}
