package sluice.journal;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The settings of {@link GroupCommitJournal}, below {@code sluice.journal}.
 *
 * @param writers statements that write at once
 * @param maxRows rows that share a statement
 * @param maxBytes of the rows that share a statement; a larger write goes alone
 * @param maxWaiting writes, and reads, that may wait for a statement
 * @param patience how long a write is repeated whose outcome is in doubt, and how long one may wait before it is sent
 * @param readers statements of each kind that read at once
 * @param pageRows rows of an entity read in one go
 * @param pageBytes of payload of an entity read in one go, but for the last row
 */
record GroupCommitSettings(
        int writers,
        int maxRows,
        int maxBytes,
        int maxWaiting,
        Duration patience,
        int readers,
        int pageRows,
        int pageBytes) {

    GroupCommitSettings {
        atLeastOne("writers", writers);
        atLeastOne("max-rows", maxRows);
        atLeastOne("max-bytes", maxBytes);
        atLeastOne("max-waiting", maxWaiting);
        atLeastOne("readers", readers);
        atLeastOne("page-rows", pageRows);
        atLeastOne("page-bytes", pageBytes);
        if (patience.isNegative()) {
            throw new IllegalArgumentException("sluice.journal.patience must not be negative, but is " + patience);
        }
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("sluice.journal." + key + " must be at least 1, but is " + value);
        }
    }

    static GroupCommitSettings of(Config journal) {
        return new GroupCommitSettings(
                journal.getInt("writers"),
                journal.getInt("max-rows"),
                Math.toIntExact(journal.getMemorySize("max-bytes").toBytes()),
                journal.getInt("max-waiting"),
                journal.getDuration("patience"),
                journal.getInt("readers"),
                journal.getInt("page-rows"),
                Math.toIntExact(journal.getMemorySize("page-bytes").toBytes()));
    }
}
