package sluice.webhook;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.event.OutgoingEvent;

/**
 * Decides what is sent to one endpoint and when. Has one owner at a time, holds no clock and does no I/O: it is told what happened, and
 * answers what to do next; {@link #wakeAt} says when it wants to be asked again without anything having happened.
 *
 * <ul>
 *   <li>Events are read in their order, each gets a first attempt, in order within its subject. One that fails becomes a retry: a row of
 *       a table, read when it is due. Retries keep no order, hold no first attempt up, and are not held up by them: each kind gets half
 *       of the attempts if both want more.
 *   <li>Memory is bounded by the {@link DeliverySettings settings}, whatever waits.
 *   <li>What happened is flushed now and then, in one transaction. Whoever owns the endpoint next begins from there: what was not flushed
 *       is sent again, nothing is left out.
 *   <li>After as many failures in a row as attempts may be under way a quarter of these are made at once, at least one, until one
 *       succeeds.
 *   <li>When nothing has succeeded for the time set (or the receiver answers 410) the endpoint is disabled. A disabled endpoint keeps its
 *       place and its retries.
 * </ul>
 */
public final class EndpointDelivery {

    private final FirstAttempts first;
    private final DueRetries retries;
    private final EndpointHealth health;
    private final Unflushed unflushed;
    private final EndpointAttempts attempts;
    private final EventReads eventReads;
    private final RetryReads retryReads;
    private final Alarm alarm = new Alarm();
    private Instant now = Instant.EPOCH;
    private boolean draining;

    public EndpointDelivery(DeliverySettings settings, Schedule schedule, SavedDelivery saved) {
        this(
                settings,
                schedule,
                saved,
                new FirstAttempts(saved.position()),
                new DueRetries(),
                new RateGate(settings.perSecond()));
    }

    /** With parts that a test may have broken. */
    EndpointDelivery(
            DeliverySettings settings,
            Schedule schedule,
            SavedDelivery saved,
            FirstAttempts first,
            DueRetries retries,
            RateGate rate) {
        this.first = first;
        this.retries = retries;
        this.health = new EndpointHealth(saved, settings.disableAfter());
        this.unflushed = new Unflushed(settings, saved);
        this.attempts =
                new EndpointAttempts(settings, schedule, first, retries, rate, health, unflushed, saved.flushes());
        this.eventReads = new EventReads(settings, first);
        this.retryReads = new RetryReads(settings, retries);
    }

    // What happens

    /** Time has passed, or it begins. */
    public List<DeliveryStep> onTime(Instant at) {
        return after(at, () -> {});
    }

    /** There may be new events. */
    public List<DeliveryStep> onNews(Instant at) {
        return after(at, eventReads::news);
    }

    public List<DeliveryStep> onEventsRead(long number, EventPage page, Instant at) {
        return after(at, () -> {
            if (eventReads.isRead(number, page.more(), now)) {
                attempts.add(page);
            }
        });
    }

    public List<DeliveryStep> onEventsNotRead(long number, Instant at) {
        return after(at, () -> eventReads.notRead(number, now));
    }

    public List<DeliveryStep> onRetriesRead(long number, RetryPage page, Instant at) {
        return after(at, () -> {
            if (retryReads.isRead(number, now)) {
                attempts.add(page);
            }
        });
    }

    public List<DeliveryStep> onRetriesNotRead(long number, Instant at) {
        return after(at, () -> retryReads.notRead(number, now));
    }

    public List<DeliveryStep> onFlushed(long number, Instant at) {
        return after(at, () -> unflushed.flushed(number));
    }

    /** The flush failed, or may have. */
    public List<DeliveryStep> onFlushFailed(long number, Instant at) {
        return after(at, () -> unflushed.failed(number, now));
    }

    /** @param chance from 0 to below 1, for the jitter of the next attempt's time */
    public List<DeliveryStep> onAttemptEnded(long number, AttemptResult result, double chance, Instant at) {
        return after(
                at,
                () -> attempts.ended(number, result, chance, now).ifPresent(disabled -> {
                    unflushed.disabled(disabled, now);
                    leave(first.position());
                }));
    }

    // What its owner, or the owner's customer, asks for

    public List<DeliveryStep> disable(Instant at) {
        return after(at, () -> {
            health.disable();
            unflushed.hurry(now);
            leave(first.position());
        });
    }

    /** Goes on where it stopped, whyever it did. */
    public List<DeliveryStep> enable(Instant at) {
        return after(at, () -> {
            if (health.enable()) {
                unflushed.hurry(now);
                leave(first.position());
            }
        });
    }

    /** Attempts an event once more, at once: by its schedule if that goes on, beside it if it was delivered or given up. */
    public List<DeliveryStep> sendAgain(long position, Instant at) {
        return after(at, () -> {
            if (!retries.holds(position) && !first.awaits(position)) { // else it is about to be attempted
                var due = retries.readableFrom(now);
                makeDue(new RetryChange.SendAgain(position, due), due);
            }
        });
    }

    /** Attempts again what was given up of the events from a position on. */
    public List<DeliveryStep> recover(long fromPosition, Instant at) {
        return after(at, () -> {
            var due = retries.readableFrom(now);
            makeDue(new RetryChange.Recover(fromPosition, due), due);
        });
    }

    private void makeDue(RetryChange change, Instant due) {
        unflushed.change(change, now);
        unflushed.hurry(now);
        retries.dueAt(due);
    }

    /** Sends everything from a position on, whether it was delivered or not; what lies between here and a later one is left out. */
    public List<DeliveryStep> replay(long fromPosition, Instant at) {
        return after(at, () -> {
            unflushed.hurry(now);
            leave(fromPosition - 1);
        });
    }

    /** Sends an event that is not among the outgoing ones, once, to a disabled endpoint too. Ignored if ten wait already. */
    public List<DeliveryStep> test(OutgoingEvent event, Instant at) {
        return after(at, () -> attempts.test(event));
    }

    /** Begins nothing any more; when {@link #isDrained} a next owner will send nothing twice. */
    public List<DeliveryStep> drain(Instant at) {
        return after(at, () -> {
            draining = true;
            unflushed.hurry(now);
        });
    }

    public boolean isDrained() {
        return draining && !attempts.areUnderWay() && unflushed.isNone();
    }

    private void leave(long position) {
        attempts.restart(position);
        eventReads.restart();
        retryReads.restart();
    }

    // What is done next

    public EndpointStatus status() {
        return health.status();
    }

    /** When to call {@link #onTime}, if nothing happens before. */
    public Optional<Instant> wakeAt() {
        return alarm.at();
    }

    /** Events and retries in memory, for those who check that they are bounded. */
    int inMemory() {
        return attempts.inMemory();
    }

    private List<DeliveryStep> after(Instant at, Runnable change) {
        // The database keeps no nanoseconds, and a clock may be set back.
        var millis = at.truncatedTo(ChronoUnit.MILLIS);
        now = millis.isAfter(now) ? millis : now;
        change.run();
        alarm.reset();
        var steps = new ArrayList<DeliveryStep>();
        if (!draining) {
            attempts.begin(now, alarm, steps);
        }
        if (isOpen()) {
            eventReads.next(now, alarm).ifPresent(steps::add);
        }
        useDatabase(steps);
        return steps;
    }

    private boolean isOpen() {
        return health.isEnabled() && !draining;
    }

    /** One flush or one read of retries at a time: a read shows every change that was made before it. */
    private void useDatabase(List<DeliveryStep> steps) {
        if (retryReads.isUnderWay() && !unflushed.isUnderWay()) {
            return;
        }
        var flush = unflushed.next(first.position(), health, now, alarm);
        if (flush.isPresent()) {
            steps.add(flush.get());
        } else if (!unflushed.isUnderWay() && isOpen()) {
            retryReads.next(unflushed.firstDue(), now, alarm).ifPresent(steps::add);
        }
    }
}
