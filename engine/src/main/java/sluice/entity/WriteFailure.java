package sluice.entity;

import java.sql.SQLException;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why an entity's row was not written, or may not have been. It is said once in the log. */
final class WriteFailure {

    private static final Logger LOG = LoggerFactory.getLogger(WriteFailure.class);

    private WriteFailure() {}

    /** After logging it. */
    static Front.End ofRejected(String persistenceId, long sequence, Throwable cause) {
        if (isConflict(cause)) {
            return conflict(persistenceId, sequence, cause);
        }
        LOG.error(
                "{} could not write, the journal refused the row of sequence [{}]: {}",
                persistenceId,
                sequence,
                reason(cause));
        return Front.End.REFUSED;
    }

    /** After logging it. */
    static Front.End ofFailed(String persistenceId, long sequence, Throwable cause) {
        if (isConflict(cause)) {
            return conflict(persistenceId, sequence, cause);
        }
        if (cause instanceof CircuitBreakerOpenException) {
            LOG.warn(
                    "{} could not write the row of sequence [{}], the journal is shut off: {}",
                    persistenceId,
                    sequence,
                    reason(cause));
            return Front.End.SHUT_OFF;
        }
        LOG.warn(
                "{} does not know whether the row of sequence [{}] was written: {}",
                persistenceId,
                sequence,
                reason(cause));
        return Front.End.UNKNOWN;
    }

    private static Front.End conflict(String persistenceId, long sequence, Throwable cause) {
        LOG.warn(
                "{} has another owner, the row of sequence [{}] was not written: {}",
                persistenceId,
                sequence,
                reason(cause));
        return Front.End.CONFLICT;
    }

    /** Whether PostgreSQL said for certain that the transaction broke a constraint: then none of it was written. */
    private static boolean isConflict(Throwable cause) {
        for (@Nullable Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith("23")) {
                return true;
            }
        }
        return false;
    }

    /** What failed, and what the database said below all that wraps it. */
    static String reason(Throwable cause) {
        var root = cause;
        for (var at = cause.getCause(); at != null; at = at.getCause()) {
            root = at;
        }
        var told = firstLine(cause.getMessage());
        var found = firstLine(root.getMessage());
        return told.contains(found) ? told : told + ": " + found;
    }

    private static String firstLine(@Nullable String text) {
        return String.valueOf(text).lines().findFirst().orElse("");
    }
}
