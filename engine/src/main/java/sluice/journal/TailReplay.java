package sluice.journal;

import org.jdbi.v3.core.Jdbi;

/**
 * Moves a tail back, so that it reads again from there; nodes may run. For models that may be applied again. Nothing is
 * moved forward: rows would be left out.
 */
public final class TailReplay {

    private TailReplay() {}

    /**
     * Lets the tail of {@code model} read on behind {@code from}.
     *
     * @return where it was
     * @throws IllegalArgumentException if it has not read so far
     */
    public static TailOffset from(Jdbi database, TailModel model, TailOffset from) {
        return database.inTransaction(transaction -> {
            TailIdentity.verify(transaction);
            var id = TailProjection.idOf(model);
            var held = TailOffsets.lock(transaction, id);
            if (held.compareTo(from) < 0) {
                throw new IllegalArgumentException(
                        "the tail " + model.name() + " has read up to " + held + ", which is before " + from);
            }
            TailOffsets.move(transaction, id, from);
            return held;
        });
    }
}
