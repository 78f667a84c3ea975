package sluice.entity;

import java.nio.LongBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import sluice.value.OrderId;

/**
 * What one entity has set aside for orders: the claims of a SKU in units, the pledges of an account in minor units.
 *
 * <p>An entry opens unvouched and either is released or is vouched for, after which only numbered effects change it. When
 * nothing is left of it, it closes and stays for {@link #EFFECT_MEMORY} of recorded time with the highest effect applied, so
 * that a message delivered late is known again. Times are whole milliseconds and come with the events, never from a clock.
 * Mutable, for one owner. Whatever contradicts its books is a bug of the engine and throws {@link IllegalStateException}.
 */
public final class Earmarks {

    /** How long a closed entry is remembered: twice the longest life of a message to it, and then much. */
    public static final Duration EFFECT_MEMORY = Duration.ofHours(48);

    private static final int FEW_EVENTS = 5_000;

    private final EarmarkTable table;
    private final ClosingQueue closings = new ClosingQueue();
    private final Map<OrderId, Long> unvouchedSinceMillis = new LinkedHashMap<>();
    private int closedCount;
    private long total;
    private long unvouchedTotal;

    public Earmarks() {
        this(0);
    }

    private Earmarks(int entries) {
        table = new EarmarkTable(entries);
    }

    /** Whether the order has an entry, open or closed. */
    public boolean knows(OrderId order) {
        return table.find(order.value()) != EarmarkTable.ABSENT;
    }

    /** What is set aside for the order; zero where there is no open entry. */
    public long amountOf(OrderId order) {
        int cell = table.find(order.value());
        return cell == EarmarkTable.ABSENT || table.isClosed(cell) ? 0 : table.value(cell);
    }

    /** The highest effect of the order that was applied; zero where there was none. */
    public long effectOf(OrderId order) {
        int cell = table.find(order.value());
        return cell == EarmarkTable.ABSENT ? 0 : table.effect(cell);
    }

    public boolean isUnvouched(OrderId order) {
        return unvouchedSinceMillis.containsKey(order);
    }

    /** Those of {@code orders} that have an unvouched entry, each once. */
    public List<OrderId> unvouchedAmong(List<OrderId> orders) {
        if (orders.size() == 1) { // nearly always
            return isUnvouched(orders.getFirst()) ? orders : List.of();
        }
        return orders.stream().filter(this::isUnvouched).distinct().toList();
    }

    /**
     * The orders whose entries opened before {@code time} and are still unvouched, oldest first. Where clocks disagree, one
     * may wait here for those recorded before it, which go first in any case.
     */
    public List<OrderId> unvouchedBefore(Instant time) {
        return unvouchedSinceMillis.entrySet().stream()
                .takeWhile(entry -> entry.getValue() < time.toEpochMilli())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** When the oldest unvouched entry opened. */
    public Optional<Instant> oldestUnvouched() {
        return unvouchedSinceMillis.values().stream().findFirst().map(Instant::ofEpochMilli);
    }

    /** All that is set aside, unvouched or not. */
    public long total() {
        return total;
    }

    public long unvouchedTotal() {
        return unvouchedTotal;
    }

    public boolean hasOpen() {
        return table.size() > closedCount;
    }

    /** Opens an unvouched entry for an order that has none. */
    public void open(OrderId order, long amount, Instant at) {
        table.insert(order.value(), amount, 0, false);
        unvouchedSinceMillis.put(order, at.toEpochMilli());
        total = Math.addExact(total, amount);
        unvouchedTotal += amount;
        check();
    }

    /** Forgets an unvouched entry. */
    public void release(OrderId order) {
        int cell = table.find(order.value());
        if (cell == EarmarkTable.ABSENT || !isUnvouched(order)) {
            throw new IllegalStateException("order " + order + " has nothing unvouched to release");
        }
        total -= table.value(cell);
        vouch(order);
        table.remove(cell);
        check();
    }

    /** Notes that the order exists; without effect where it has no unvouched entry. */
    public void vouch(OrderId order) {
        if (unvouchedSinceMillis.remove(order) != null) {
            unvouchedTotal -= amountOf(order);
        }
    }

    /**
     * Applies an effect, which also proves that its order exists: takes {@code taken} of what is set aside for the order and,
     * with {@code rest}, gives back what is left. An order that had no entry gets a closed one.
     */
    public void settle(OrderId order, long effect, long taken, boolean rest, Instant at) {
        vouch(order);
        int cell = table.find(order.value());
        long held = amountOf(order);
        if (taken < 0 || taken > held || effect <= effectOf(order)) {
            throw new IllegalStateException("effect %d cannot take %d of the %d of order %s after effect %d"
                    .formatted(effect, taken, held, order, effectOf(order)));
        }
        long left = rest ? 0 : held - taken;
        total -= held - left;
        if (left == 0) {
            close(order.value(), cell, effect, at.toEpochMilli());
        } else {
            table.set(cell, left, effect, false);
        }
        check();
    }

    private void close(UUID id, int cell, long effect, long atMillis) {
        // Never before the closing ahead of it: the queue stays sorted even where the clocks of two nodes disagree.
        long closedMillis =
                closings.size() == 0 ? atMillis : Math.max(atMillis, closings.closedMillis(closings.size() - 1));
        boolean closedBefore = cell != EarmarkTable.ABSENT && table.isClosed(cell);
        if (!closedBefore) {
            closedCount++;
        }
        if (!closedBefore || table.value(cell) != closedMillis) {
            closings.add(id, closedMillis);
        }
        if (cell == EarmarkTable.ABSENT) {
            table.insert(id, closedMillis, effect, true);
        } else {
            table.set(cell, closedMillis, effect, true);
        }
    }

    /** Forgets the closed entries that at {@code at} are older than {@link #EFFECT_MEMORY}. */
    public void forgetAt(Instant at) {
        long horizonMillis = at.toEpochMilli() - EFFECT_MEMORY.toMillis();
        while (closings.size() > 0 && closings.closedMillis(0) < horizonMillis) {
            if (isCurrent(0)) {
                table.remove(table.find(closings.id(0)));
                closedCount--;
            }
            closings.removeFirst();
        }
    }

    /** Whether the entry has not closed once more since. */
    private boolean isCurrent(int closing) {
        int cell = table.find(closings.id(closing));
        return cell != EarmarkTable.ABSENT
                && table.isClosed(cell)
                && table.value(cell) == closings.closedMillis(closing);
    }

    private void check() {
        if (total < 0 || unvouchedTotal < 0 || unvouchedTotal > total || closedCount > table.size()) {
            throw new IllegalStateException("set aside %d, unvouched %d, closed %d of %d entries"
                    .formatted(total, unvouchedTotal, closedCount, table.size()));
        }
    }

    /** Everything set aside, added up anew over every entry; for tests and tools that audit {@link #total()}. */
    public long recountedTotal() {
        var sum = new long[1];
        table.forEachCell(cell -> sum[0] += table.isClosed(cell) ? 0 : table.value(cell));
        return sum[0];
    }

    /**
     * How many events are worth a snapshot: {@value #FEW_EVENTS} are replayed in some ten milliseconds; and beyond, a snapshot of 32
     * bytes an entry that comes with as many events as it has entries adds less than that to each.
     */
    public long eventsBetweenSnapshots() {
        return Math.max(FEW_EVENTS, table.size());
    }

    public EarmarksSnapshot snapshot() {
        var open = PackedLongs.of(
                4 * (table.size() - closedCount),
                longs -> table.forEachCell(cell -> {
                    if (!table.isClosed(cell)) {
                        put(longs, table.id(cell)).put(table.value(cell)).put(table.effect(cell));
                    }
                }));
        var closed = PackedLongs.of(4 * closedCount, longs -> {
            for (int closing = 0; closing < closings.size(); closing++) {
                if (isCurrent(closing)) {
                    put(longs, closings.id(closing))
                            .put(closings.closedMillis(closing))
                            .put(table.effect(table.find(closings.id(closing))));
                }
            }
        });
        var unvouched = PackedLongs.of(
                3 * unvouchedSinceMillis.size(),
                longs -> unvouchedSinceMillis.forEach(
                        (order, sinceMillis) -> put(longs, order.value()).put(sinceMillis)));
        return new EarmarksSnapshot(open, closed, unvouched);
    }

    private static LongBuffer put(LongBuffer longs, UUID id) {
        return longs.put(id.getMostSignificantBits()).put(id.getLeastSignificantBits());
    }

    public static Earmarks of(EarmarksSnapshot snapshot) {
        var earmarks = new Earmarks(
                (snapshot.open().read().remaining() + snapshot.closed().read().remaining()) / 4);
        for (var longs = snapshot.open().read(); longs.hasRemaining(); ) {
            var id = new UUID(longs.get(), longs.get());
            long amount = longs.get();
            earmarks.table.insert(id, amount, longs.get(), false);
            earmarks.total += amount;
        }
        for (var longs = snapshot.closed().read(); longs.hasRemaining(); ) {
            var id = new UUID(longs.get(), longs.get());
            long closedMillis = longs.get();
            earmarks.table.insert(id, closedMillis, longs.get(), true);
            earmarks.closings.add(id, closedMillis);
            earmarks.closedCount++;
        }
        for (var longs = snapshot.unvouched().read(); longs.hasRemaining(); ) {
            var order = new OrderId(new UUID(longs.get(), longs.get()));
            earmarks.unvouchedSinceMillis.put(order, longs.get());
            earmarks.unvouchedTotal += earmarks.amountOf(order);
        }
        earmarks.check();
        return earmarks;
    }

    /** Adds every entry, in the order of ids, and the unvouched, in theirs. */
    public void addTo(CanonicalHash hash) {
        var ids = new ArrayList<UUID>(table.size());
        table.forEachCell(cell -> ids.add(table.id(cell)));
        Collections.sort(ids);
        hash.add(ids.size());
        for (var id : ids) {
            int cell = table.find(id);
            hash.add(id.toString())
                    .add(table.isClosed(cell) ? 1 : 0)
                    .add(table.value(cell))
                    .add(table.effect(cell));
        }
        unvouchedSinceMillis.forEach(
                (order, sinceMillis) -> hash.add(order.toString()).add(sinceMillis));
    }
}
