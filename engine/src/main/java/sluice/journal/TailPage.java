package sluice.journal;

import java.util.List;

/**
 * Consecutive rows of the tail, handled in one transaction.
 *
 * @param from where reading began: the handler of the page must still hold this offset
 */
public record TailPage(TailOffset from, List<TailRow> rows) {

    /** Where reading goes on. */
    public TailOffset to() {
        return rows.isEmpty() ? from : rows.getLast().offset();
    }
}
