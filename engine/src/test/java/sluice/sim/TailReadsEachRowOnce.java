package sluice.sim;

import java.util.List;
import sluice.journal.TailOffset;

final class TailReadsEachRowOnce extends Check {

    private TailOffset last = TailOffset.START;
    private long committed;
    private long tailed;

    TailReadsEachRowOnce(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "The tail reads every row, once, by transaction and ordering, and no row is committed behind it.";
    }

    @Override
    public void committed(Row row) {
        committed++;
        if (row.offset().compareTo(last) <= 0) {
            violated(
                    "row %d of %s is committed at %s, behind the tail, which is at %s",
                    row.sequence(), row.persistenceId(), row.offset(), last);
        }
    }

    @Override
    public void tailed(List<Row> rows) {
        for (var row : rows) {
            if (row.offset().compareTo(last) <= 0) {
                violated(
                        "row %d of %s at %s is read after %s", row.sequence(), row.persistenceId(), row.offset(), last);
            }
            last = row.offset();
            var book = books.find(row.persistenceId());
            if (book == null || row.sequence() > book.rows.size()) {
                violated("row %d of %s is read and not committed", row.sequence(), row.persistenceId());
            }
            tailed++;
        }
    }

    @Override
    public void quiet(Remains remains) {
        if (tailed != committed) {
            violated("%d rows are committed and %d were read", committed, tailed);
        }
    }
}
