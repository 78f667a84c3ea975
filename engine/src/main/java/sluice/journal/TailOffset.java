package sluice.journal;

import java.util.Comparator;

/**
 * A place in the journal's commit order; what comes after it is unread. Written as {@code xact:ordering}.
 *
 * @param xact the transaction that wrote the row
 * @param ordering of the row; orders the rows of one transaction
 */
public record TailOffset(long xact, long ordering) implements Comparable<TailOffset> {

    /** Before the first row. */
    public static final TailOffset START = new TailOffset(0, 0);

    private static final Comparator<TailOffset> COMMIT_ORDER =
            Comparator.comparingLong(TailOffset::xact).thenComparingLong(TailOffset::ordering);

    /** @throws IllegalArgumentException if {@code text} is not {@code xact:ordering} */
    public static TailOffset parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not an offset of the tail: " + text);
        }
        return new TailOffset(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public int compareTo(TailOffset other) {
        return COMMIT_ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return xact + ":" + ordering;
    }
}
