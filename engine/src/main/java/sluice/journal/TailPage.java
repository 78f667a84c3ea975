package sluice.journal;

import java.util.List;

/**
 * A stretch of the tail, handled in one transaction: those of its rows that the model wants, and the last.
 *
 * @param from where reading began: the handler of the page must still hold this offset
 * @param isFull whether more rows may follow at once
 */
public record TailPage(TailOffset from, List<TailRow> rows, boolean isFull) {

    /** Where reading goes on. */
    public TailOffset to() {
        return rows.isEmpty() ? from : rows.getLast().offset();
    }
}
