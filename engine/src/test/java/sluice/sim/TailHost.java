package sluice.sim;

import org.jspecify.annotations.Nullable;
import sluice.journal.TailOffset;

/** The tail on the node that runs it: reads a page, writes it to its model with the offset, and reads on. */
final class TailHost {

    private static final long POLL_MICROS = 100_000;

    private final World world;
    private final SimNode node;
    private @Nullable TailOffset at;
    private boolean busy;

    TailHost(World world, SimNode node) {
        this.world = world;
        this.node = node;
    }

    /** There may be something to read. */
    void poke() {
        if (!busy) {
            busy = true;
            node.later(POLL_MICROS, this::read);
        }
    }

    private void read() {
        if (!node.hasTail()) {
            node.tailLeft();
            return;
        }
        world.statements.read(
                node,
                Fault.Read.TAIL,
                () -> world.store.page(at == null ? world.store.held() : at, world.statements.horizon()),
                this::write,
                this::again);
    }

    private void write(Store.Page page) {
        if (page.rows().isEmpty()) {
            at = page.from();
            busy = false;
            if (world.store.hasRowsAfter(page.from())) {
                poke(); // of a transaction that a running one may yet come before
            }
            return;
        }
        world.clock.after(world.dice.between(Dice.Kind.STATEMENT, 100, 1_500), () -> {
            if (world.statements.isDown()) {
                node.later(POLL_MICROS, this::again);
                return;
            }
            boolean written = world.store.write(page);
            node.later(200, () -> {
                if (written) {
                    at = page.to();
                    world.tailMoved();
                    read();
                } else {
                    again();
                }
            });
        });
    }

    /** Starts anew from the offset that is really stored. */
    private void again() {
        at = null;
        busy = false;
        poke();
    }
}
