package sluice.sim;

import java.util.function.Consumer;

/** A bad history, and the invariant that it breaks. */
record Bad(Class<? extends Invariant> breaks, String name, Consumer<History> told) {

    @Override
    public String toString() {
        return breaks.getSimpleName() + ": " + name;
    }
}
