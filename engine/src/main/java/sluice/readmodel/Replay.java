package sluice.readmodel;

import sluice.journal.TailOffset;
import sluice.journal.TailReplay;

/**
 * The tool that lets a read model's tail read again from a position, for instance when a row that could not be read can be now. Nodes
 * may run meanwhile. Daily figures would count twice what is read twice, and are made anew instead, by {@link Rebuild}.
 */
public final class Replay {

    private Replay() {}

    /**
     * Arguments: JDBC URL, user, the name of a read model, and the position to read on behind, {@code xact:ordering} as in the offset
     * store, {@code 0:0} for the beginning; the password, if there is one, in {@code SLUICE_DATABASE_PASSWORD}.
     */
    public static void main(String[] arguments) {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("give the JDBC URL of the database, its user, a read model, a position");
        }
        var model = Rebuild.named(arguments[2]);
        if (model instanceof DailyModel) {
            throw new IllegalArgumentException("daily figures would count twice; make them anew instead");
        }
        var from = TailOffset.parse(arguments[3]);
        var was = TailReplay.from(Rebuild.database(arguments[0], arguments[1], Rebuild.password()), model, from);
        System.out.println("The tail " + model.name() + " was at " + was + " and reads again from " + from + ".");
    }
}
