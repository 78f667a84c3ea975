package sluice.entity;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.persistence.testkit.JournalOperation;
import org.apache.pekko.persistence.testkit.ProcessingPolicy;
import org.apache.pekko.persistence.testkit.ProcessingResult;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.ReadEvents;
import org.apache.pekko.persistence.testkit.ReadSnapshot;
import org.apache.pekko.persistence.testkit.Reject;
import org.apache.pekko.persistence.testkit.SnapshotOperation;
import org.apache.pekko.persistence.testkit.StorageFailure;
import org.apache.pekko.persistence.testkit.WriteEvents;
import org.apache.pekko.persistence.testkit.WriteSnapshot;

/**
 * What goes wrong with one entity's rows and snapshots, and when: every n-th time. The testkit's policies can fail and reject; what
 * is stored and yet reported failed, or reported late, is done by {@link FaultyJournal}.
 */
final class Faults {

    /** What becomes of a write. */
    enum OfWrite {
        NONE,
        FAILED,
        REJECTED,
        STORED_BUT_FAILED,
        FAILED_LATE,
        STORED_BUT_FAILED_LATE,
        /** It is stored a moment after it was reported failed, unless another row has taken its place. */
        STORED_AFTER_FAILED
    }

    /** What becomes of a recovery. */
    enum OfRecovery {
        NONE,
        HIGHEST_NUMBER_FAILED,
        ROWS_FAILED,
        ROWS_FAILED_MIDWAY
    }

    private static final Map<String, Faults> BY_PERSISTENCE_ID = new ConcurrentHashMap<>();

    static final ProcessingPolicy<JournalOperation> JOURNAL_POLICY = Faults::ofJournal;
    static final ProcessingPolicy<SnapshotOperation> SNAPSHOT_POLICY = Faults::ofSnapshots;

    private OfWrite ofWrites = OfWrite.NONE;
    private int everyWrite;
    private int everyRecovery;
    private int everySnapshotSaved;
    private int everySnapshotLoaded;
    private int writes;
    private int recoveries;
    private int saved;
    private int loaded;
    private OfWrite write = OfWrite.NONE;
    private OfRecovery recovery = OfRecovery.NONE;

    static Faults over(String persistenceId) {
        return BY_PERSISTENCE_ID.computeIfAbsent(persistenceId, unknown -> new Faults());
    }

    static SQLException connectionLost() {
        return new SQLException("connection lost", "08006");
    }

    synchronized void ofWrites(OfWrite fault, int every) {
        ofWrites = fault;
        everyWrite = every;
    }

    synchronized void ofRecoveries(int every) {
        everyRecovery = every;
    }

    synchronized void ofSnapshots(int everySaved, int everyLoaded) {
        everySnapshotSaved = everySaved;
        everySnapshotLoaded = everyLoaded;
    }

    synchronized void end() {
        everyWrite = 0;
        everyRecovery = 0;
        everySnapshotSaved = 0;
        everySnapshotLoaded = 0;
    }

    /** Counts a write, and says what becomes of it. */
    synchronized OfWrite nextWrite() {
        write = isNth(++writes, everyWrite) ? ofWrites : OfWrite.NONE;
        return write;
    }

    synchronized OfRecovery recovery() {
        return recovery;
    }

    /** Different each time, and the same for the same count of writes. */
    synchronized int latenessMillis() {
        return 1 + writes * 7 % 12;
    }

    private static boolean isNth(int count, int every) {
        return every > 0 && count % every == 0;
    }

    private static ProcessingResult ofJournal(String persistenceId, JournalOperation operation) {
        return over(persistenceId).result(operation);
    }

    private synchronized ProcessingResult result(JournalOperation operation) {
        if (operation instanceof WriteEvents) {
            return switch (write) {
                case FAILED -> StorageFailure.create(connectionLost());
                case REJECTED -> Reject.create(new IllegalArgumentException("not for the journal"));
                default -> ProcessingSuccess.getInstance();
            };
        }
        if (operation instanceof ReadEvents) {
            return failedIf(recovery == OfRecovery.ROWS_FAILED);
        }
        recovery = nextRecovery(); // which begins with the highest sequence number
        return failedIf(recovery == OfRecovery.HIGHEST_NUMBER_FAILED);
    }

    private OfRecovery nextRecovery() {
        if (!isNth(++recoveries, everyRecovery)) {
            return OfRecovery.NONE;
        }
        return switch (recoveries / everyRecovery % 3) {
            case 0 -> OfRecovery.HIGHEST_NUMBER_FAILED;
            case 1 -> OfRecovery.ROWS_FAILED;
            default -> OfRecovery.ROWS_FAILED_MIDWAY;
        };
    }

    private static ProcessingResult ofSnapshots(String persistenceId, SnapshotOperation operation) {
        return over(persistenceId).result(operation);
    }

    private synchronized ProcessingResult result(SnapshotOperation operation) {
        if (operation instanceof WriteSnapshot) {
            return failedIf(isNth(++saved, everySnapshotSaved));
        }
        if (operation instanceof ReadSnapshot read && read.getSnapshot().isPresent()) {
            return failedIf(isNth(++loaded, everySnapshotLoaded));
        }
        return ProcessingSuccess.getInstance();
    }

    private static ProcessingResult failedIf(boolean fails) {
        return fails ? StorageFailure.create(connectionLost()) : ProcessingSuccess.getInstance();
    }
}
