package sluice.load.judge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What one SKU or account has set aside for orders: its claims or its pledges. */
final class Earmarked {

    private final Ledger ledger;
    private final Rule rule;
    private final String word;
    private final Map<UUID, Long> live = new HashMap<>();
    private final Set<UUID> vouched = new HashSet<>();
    private final Set<UUID> released = new HashSet<>();
    private final Map<UUID, Long> lastEffect = new HashMap<>();
    private long total;

    /** @param word claim or pledge */
    Earmarked(Ledger ledger, Rule rule, String word) {
        this.ledger = ledger;
        this.rule = rule;
        this.word = word;
    }

    long total() {
        return total;
    }

    Map<UUID, Long> live() {
        return live;
    }

    void open(Place place, UUID order, long amount) {
        if (live.containsKey(order) || vouched.contains(order) || lastEffect.containsKey(order)) {
            ledger.breach(rule, place, "a second " + word + " for order " + order);
            return;
        }
        live.put(order, amount);
        total += amount;
    }

    void release(Place place, UUID order) {
        if (vouched.contains(order)) {
            ledger.breach(rule, place, "a vouched " + word + " was released, of order " + order);
        }
        if (!live.containsKey(order)) {
            ledger.breach(rule, place, "no " + word + " to release, of order " + order);
        }
        released.add(order);
        end(order);
    }

    void vouch(Place place, UUID order) {
        // Recorded in passing, so what it speaks of may have been shipped or freed by then, but never released.
        if (!vouched.add(order)) {
            ledger.breach(rule, place, "vouched twice for order " + order);
        }
        if (released.contains(order) || (!live.containsKey(order) && !lastEffect.containsKey(order))) {
            ledger.breach(rule, place, "vouched for order " + order + ", which has no " + word);
        }
    }

    /** Takes {@code amount} of what is set aside, and with {@code last} the rest too. */
    void take(Place place, UUID order, long effect, long amount, boolean last) {
        Long before = lastEffect.put(order, effect);
        if (effect < 1 || (before != null && effect <= before)) {
            ledger.breach(
                    Rule.EFFECTS_ONCE,
                    place,
                    "effect %d of order %s after effect %s".formatted(effect, order, before == null ? "none" : before));
        }
        long had = live.getOrDefault(order, 0L);
        if (amount < 0 || amount > had) {
            ledger.breach(rule, place, "took %d of a %s of %d, of order %s".formatted(amount, word, had, order));
        }
        if (last || amount >= had) {
            end(order);
        } else {
            live.put(order, had - amount);
            total -= amount;
        }
    }

    private void end(UUID order) {
        Long had = live.remove(order);
        if (had != null) {
            total -= had;
        }
    }
}
