package sluice.sim;

import java.util.HashMap;
import java.util.Map;

final class OneWriterPerRun extends Check {

    private final Map<String, String> entityOfWriter = new HashMap<>();

    OneWriterPerRun(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "The rows of an entity are numbered from 1 without a gap, and each writer writes one run of them, for"
                + " one entity only.";
    }

    @Override
    public void committed(Row row) {
        var rows = books.of(row).rows;
        if (row.sequence() != rows.size()) {
            violated("%s has %d rows and the last is number %d", row.persistenceId(), rows.size(), row.sequence());
        }
        boolean goesOn = rows.size() > 1 && rows.get(rows.size() - 2).writer().equals(row.writer());
        var before = entityOfWriter.putIfAbsent(row.writer(), row.persistenceId());
        if (before != null && !goesOn) {
            violated(
                    "writer %s of row %d of %s has written before, for %s",
                    row.writer(), row.sequence(), row.persistenceId(), before);
        }
    }
}
