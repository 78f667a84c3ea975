package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of an attempt that was sent. */
final class Sent {

    final Attempt attempt;

    /** What it asks; null for a placement. */
    final @Nullable Book asked;

    /** The names that it gives the order that it wants. */
    final List<String> names;

    /** What clients had been shown of that when it was sent. */
    final long shownVersion;

    final long shownDefinition;

    /** What it effected, as far as that is committed. */
    @Nullable
    Written written;

    Sent(Attempt attempt, @Nullable Book asked) {
        this.attempt = attempt;
        this.asked = asked;
        this.names = names(attempt.act);
        this.shownVersion = asked == null ? 0 : asked.shownVersion;
        this.shownDefinition = asked == null ? 0 : asked.shownDefinition;
    }

    private static List<String> names(Act act) {
        if (!(act.wish() instanceof Act.Place(var wanted))) {
            return List.of();
        }
        var names = new ArrayList<String>(2);
        if (act.key() != null) {
            names.add(Books.nameOfKey(act.key()));
        }
        if (wanted.externalId() != null) {
            names.add(Books.nameOfExternalId(wanted.channel(), wanted.externalId()));
        }
        return names;
    }
}
