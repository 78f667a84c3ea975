package sluice.placement;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import sluice.value.Slot;

/**
 * The slot of orders that bear no name, which may go to any: to one whose desk is on this node, where there is one, and the same for
 * some orders in a row, so that under load their desk works them off together.
 */
final class AnySlot {

    /** Enough that a desk has company for an order, and few enough that a flood takes many desks. */
    private static final int ORDERS_IN_A_ROW = 64;

    private static final int TRIES = 8;

    private final Predicate<Slot> isHere;
    private final AtomicLong orders = new AtomicLong();
    private volatile Slot current = Slot.random();

    /** @param isHere whether the slot's desk is on this node; need not be up to date */
    AnySlot(Predicate<Slot> isHere) {
        this.isHere = isHere;
    }

    Slot next() {
        if (orders.getAndIncrement() % ORDERS_IN_A_ROW == 0) {
            current = choose();
        }
        return current;
    }

    private Slot choose() {
        var slot = Slot.random();
        for (int tries = 1; tries < TRIES && !isHere.test(slot); tries++) {
            slot = Slot.random();
        }
        return slot;
    }
}
