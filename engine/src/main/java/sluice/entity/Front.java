package sluice.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Group commit in an entity. An event-sourced actor has one persist in flight, so one hot entity would do one command per commit;
 * instead this front collects requests while a batch is in flight and hands the whole list to the entity's journal. When idle a
 * request goes straight through: no timer lingers.
 *
 * <p>Every request is answered once at most: by the journal after the commit, or here when it could not be decided.
 *
 * <p>What is {@link Deferrable} waits for the next batch, or for a pause.
 *
 * <p>When the outcome of a write is unknown, the row may yet be committed after the entity has recovered without it, and nobody would
 * see it until the next write. So the first batch after that is written also if nothing came of it, and until it is committed nobody
 * is told anything: it has the key that the row in doubt would need. Whichever of the two comes first, the state in memory is the
 * journal's.
 *
 * <p>Pure but for its own state; {@link EntityFront} is the actor around it.
 */
public final class Front<C extends Message, A extends Message, R extends Message> {

    /** Carries out what a front decides. */
    public interface Shell<C extends Message, A extends Message, R extends Message> {

        /**
         * Gives {@code requests} to the entity's journal, which is started if there is none; {@link #onJudged} follows.
         *
         * @param inDoubt whether the batch is to be written also if nothing came of it
         */
        void handOver(List<Request<C, A, R>> requests, boolean inDoubt);

        /** Whether an entity may enter memory here: not on a node that may have lost its place to another. */
        boolean mayRecover();

        void answer(Request<C, A, R> request, Outcome<A, R> outcome);

        /** Asks that the entity may leave memory. */
        void letLeave();

        /** Has the entity enter memory again once it has left, here or elsewhere; {@link #onWake} follows there. */
        void wakeAgain(boolean inDoubt);

        /** Calls {@link #onWake}, of no doubt, when {@code delay} has passed. */
        void wakeAfter(Duration delay);
    }

    /** Why a journal ended, as far as those must know whose batch was in flight. */
    public enum End {
        /** It had not recovered: nothing was decided. */
        NOT_RECOVERED("the entity cannot be recovered"),
        /** Another owner's row stands where this one's should. */
        CONFLICT("another node owns the entity"),
        /** The journal refused the row. */
        REFUSED("the journal refused the row"),
        /** The journal was shut off before the row was sent. */
        SHUT_OFF("the journal is shut off"),
        /** The row is written, or is not, or will be. */
        UNKNOWN("the database did not answer");

        private final String told;

        End(String told) {
            this.told = told;
        }

        private <A extends Message, R extends Message> Outcome<A, R> outcome() {
            return this == UNKNOWN ? new Outcome.Unknown<>(told) : new Outcome.NotDone<>(told);
        }
    }

    private final EntitySettings settings;
    private final Shell<C, A, R> shell;
    private final ArrayDeque<Request<C, A, R>> waiting = new ArrayDeque<>(4);
    private final List<Request<C, A, R>> putOff = new ArrayList<>(2); // until the next batch
    private @Nullable List<Request<C, A, R>> inFlight;
    private boolean hasJournal;
    private boolean inDoubt;
    private boolean woken;
    private boolean settlesDoubt; // the batch in flight does
    private boolean mayLeave = true;
    private boolean stopping;
    private Duration backoff;
    private Instant notBefore = Instant.MIN;

    public Front(EntitySettings settings, Shell<C, A, R> shell) {
        this.settings = settings;
        this.shell = shell;
        this.backoff = settings.minBackoff();
    }

    /** Requests that came together: where nothing is in flight they are one batch, or the first would go alone and the rest wait. */
    public void onRequests(List<Request<C, A, R>> requests, Instant now) {
        for (var request : requests) {
            var whyNot = whyNot(now);
            if (whyNot == null) {
                keep(request);
            } else {
                shell.answer(request, new Outcome.NotDone<>(whyNot));
            }
        }
        if (inFlight == null && !waiting.isEmpty()) {
            handOver(nextBatch());
        }
    }

    public void onRequest(Request<C, A, R> request, Instant now) {
        onRequests(List.of(request), now);
    }

    private void keep(Request<C, A, R> request) {
        if (hasJournal && request.command() instanceof Deferrable && putOff.size() < settings.maxBatch()) {
            putOff.add(request);
        } else {
            waiting.add(request);
        }
    }

    /** Whether something waits that nothing is in flight for: {@link #onPause} sees to it. */
    public boolean putsOff() {
        return inFlight == null && !putOff.isEmpty();
    }

    /** Nothing came for a moment. */
    public void onPause() {
        if (putsOff() && hasJournal && !stopping) {
            handOver(nextBatch());
        }
    }

    /** Why no request is taken at the moment; null if one is. */
    private @Nullable String whyNot(Instant now) {
        if (stopping) {
            return "the entity is moving to another node";
        }
        if (inFlight != null) {
            return waiting.size() < settings.maxWaiting() ? null : "too many requests wait for this entity";
        }
        if (now.isBefore(notBefore)) {
            return "the entity has failed and starts again in a moment";
        }
        return hasJournal || shell.mayRecover() ? null : "the node does not know whether the entity is still its own";
    }

    private void handOver(List<Request<C, A, R>> requests) {
        inFlight = requests;
        woken = false;
        hasJournal = true;
        settlesDoubt = inDoubt;
        shell.handOver(requests, inDoubt);
    }

    /**
     * Recovers the entity, if it is not in memory yet, and has it judge nothing, since it may have something to see to.
     *
     * @param doubt whether a row of it may have been written, or yet be written, of which nobody knows
     * @return whether it will see to it; not if it is about to leave
     */
    public boolean onWake(boolean doubt) {
        if (stopping) {
            return false;
        }
        inDoubt |= doubt;
        if (inFlight != null) {
            woken = true; // what is in flight may have been judged before there was a reason to wake
        } else if (!hasJournal && !shell.mayRecover()) {
            mayLeave = false; // with what there is to see to
            shell.wakeAfter(settings.maxBackoff());
        } else {
            handOver(List.of());
        }
        return true;
    }

    /**
     * The batch in flight is committed and answered.
     *
     * @param idle whether the entity has nothing to see to
     * @param empty whether there is nothing to keep in memory
     * @return whether the entity ends now
     */
    public boolean onJudged(boolean idle, boolean empty) {
        inFlight = null;
        inDoubt &= !settlesDoubt;
        backoff = settings.minBackoff();
        mayLeave = idle;
        if (!waiting.isEmpty() || inDoubt || woken) {
            handOver(nextBatch());
        } else if (stopping) {
            return leave();
        } else if (empty) {
            shell.letLeave();
        }
        return false;
    }

    private List<Request<C, A, R>> nextBatch() {
        int size = Math.min(waiting.size(), settings.maxBatch());
        var batch = new ArrayList<Request<C, A, R>>(putOff.size() + size);
        batch.addAll(putOff);
        putOff.clear();
        for (int i = 0; i < size; i++) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    /** Nothing came for a while, or memory is short. */
    public void onQuiet() {
        if (inFlight == null && putOff.isEmpty() && mayLeave) {
            shell.letLeave();
        }
    }

    /**
     * The entity is to leave memory. What waits is still decided: it is bounded, and its callers were let in.
     *
     * @return whether it ends now; otherwise {@link #onJudged} or {@link #onJournalEnded} will say so
     */
    public boolean onStop() {
        stopping = true;
        return inFlight == null && leave();
    }

    private boolean leave() {
        putOff.forEach(request -> shell.answer(request, new Outcome.NotDone<>("the entity has left memory")));
        if (!mayLeave) {
            shell.wakeAgain(inDoubt);
        }
        return true;
    }

    /**
     * The journal has ended of itself, and with it the state in memory.
     *
     * @return whether the entity ends now
     */
    public boolean onJournalEnded(End end, Instant now) {
        var lost = inFlight;
        if (lost != null) {
            lost.forEach(request -> shell.answer(request, end.outcome()));
        }
        waiting.addAll(putOff);
        putOff.clear();
        waiting.forEach(
                request -> shell.answer(request, new Outcome.NotDone<>("the entity has failed and starts again")));
        waiting.clear();
        hasJournal = false;
        inFlight = null;
        inDoubt |= end == End.UNKNOWN;
        mayLeave = false; // a claim may have been committed of which nobody knows: no caller may have to find it
        if (stopping) {
            return leave();
        }
        notBefore = now.plus(backoff);
        shell.wakeAfter(backoff);
        var doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(settings.maxBackoff()) < 0 ? doubled : settings.maxBackoff();
        return false;
    }
}
