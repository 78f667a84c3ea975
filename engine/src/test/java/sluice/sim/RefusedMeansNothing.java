package sluice.sim;

import org.jspecify.annotations.Nullable;
import sluice.entity.Batch;
import sluice.entity.Outcome;
import sluice.placement.PlacementRejection;

final class RefusedMeansNothing extends Check implements Check.OfEntries {

    RefusedMeansNothing(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "Nothing is ever committed of a request that was answered as refused, or as not done.";
    }

    @Override
    public void entry(Book book, Row row, Batch.Entry<?> entry) {
        var sent = books.sent(entry.origin().requestId());
        if (sent != null && meansNothing(sent.attempt.outcome)) {
            violated("%s: %s is committed after %s was answered %s", book, entry, sent.attempt, sent.attempt.outcome);
        }
    }

    @Override
    public void answered(Attempt attempt) {
        var sent = books.sent(attempt.requestId());
        if (sent != null && sent.written != null && meansNothing(attempt.outcome)) {
            violated("%s is answered %s after %s was committed", attempt, attempt.outcome, sent.written.entry());
        }
    }

    static boolean meansNothing(@Nullable Outcome<?, ?> outcome) {
        return (outcome instanceof Outcome.Refused<?, ?> refused
                        && !(refused.reason()
                                instanceof PlacementRejection.RequestInFlight)) // of which another may come
                || outcome instanceof Outcome.KeyReused
                || outcome instanceof Outcome.VersionMismatch
                || outcome instanceof Outcome.NotDone;
    }
}
